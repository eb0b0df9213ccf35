package dev.aidp.workflows.steering;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Waiting;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a run wait for a person for, and what that has answered. */
final class WaitingParts {

  private final Set<String> underWay = new LinkedHashSet<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  void began(String part) {
    underWay.add(part);
  }

  void ended(String part) {
    underWay.remove(part);
    waiting.remove(part);
    answers.remove(part);
  }

  void heard(ChildWaiting news) {
    if (news.waiting() == null || !underWay.contains(news.part())) {
      waiting.remove(news.part());
    } else {
      waiting.put(news.part(), news.waiting());
    }
  }

  /** Those that wait for a budget try again, and say so if they wait again. */
  void resumed() {
    waiting.values().removeIf(each -> each.reason() == Waiting.Reason.BUDGET);
  }

  /** Answers all that is asked now; returns whether anything is. */
  boolean answered(Answer given) {
    List<String> asking =
        waiting.entrySet().stream()
            .filter(each -> each.getValue().reason() == Waiting.Reason.APPROVAL)
            .map(Map.Entry::getKey)
            .toList();
    for (String part : asking) {
      waiting.remove(part);
      answers.put(part, given);
    }
    return !asking.isEmpty();
  }

  /** Returns what was answered to {@code part} and not handed over yet. */
  Optional<Answer> handOver(String part) {
    return Optional.ofNullable(answers.remove(part));
  }

  List<ChildWaiting> all() {
    return waiting.entrySet().stream()
        .map(each -> new ChildWaiting(each.getKey(), each.getValue()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns what the run waits for, or null: it waits once all parts under way do. */
  @Nullable Waiting whole() {
    boolean every = !waiting.isEmpty() && waiting.keySet().containsAll(underWay);
    return every ? waiting.values().iterator().next() : null;
  }

  /** Returns the units that ask something and that {@code unit} may mean. */
  ImmutableList<String> asking(@Nullable String unit) {
    return waiting.values().stream()
        .flatMap(what -> Optional.ofNullable(what.question()).stream())
        .map(Waiting.Question::unit)
        .filter(each -> unit == null || unit.equals(each))
        .collect(ImmutableList.toImmutableList());
  }

  /** The first unit that asks something, and that {@code unit} may mean, has its answer. */
  Optional<String> told(@Nullable String unit) {
    Optional<String> first = asking(unit).stream().findFirst();
    first.ifPresent(
        one ->
            waiting
                .values()
                .removeIf(what -> what.question() != null && what.question().unit().equals(one)));
    return first;
  }
}
