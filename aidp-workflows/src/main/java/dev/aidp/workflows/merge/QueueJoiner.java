package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.Work;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.join.Joiner;
import dev.aidp.workflows.steering.Steering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins the units of a train in the object store and keeps the state after each. Its steps are in
 * the scopes {@code couple-1}, {@code couple-2} … and, for trees that only name a culprit, {@code
 * mix-1} ….
 */
final class QueueJoiner {

  private final WorkflowContext context;
  private final Steering steering;
  private final MergeWork request;
  private final Map<String, UnitHead> tips = new LinkedHashMap<>();

  private final List<UnitHead> joined = new ArrayList<>();
  private final List<TreeState> states = new ArrayList<>();
  private final List<Resolution> known;
  private final List<TurnRecord> turns = new ArrayList<>();
  private int couplings;
  private int mixes;

  QueueJoiner(WorkflowContext context, Steering steering, MergeWork request) {
    this.context = context;
    this.steering = steering;
    this.request = request;
    this.known = new ArrayList<>(request.known().resolutions());
    request.finished().forEach(tip -> tips.put(tip.unit(), tip));
  }

  /**
   * Joins {@code units} behind the first {@code line} that joined, which is as far as anything is
   * certain: whoever was behind is uncoupled. The resolver is asked for the first of them only;
   * where a later one conflicts, it stops before that one.
   *
   * @param settled how many units are settled: the resolver is told which one this is
   */
  JoinOutcome couple(int line, List<String> units, int settled) {
    states.subList(line, states.size()).clear();
    joined.subList(line, joined.size()).clear();
    couplings++;
    JoinOutcome outcome =
        context.scope(
            "couple-" + couplings,
            () ->
                joiner(settled + 1)
                    .asking(conflict -> conflict.unit().equals(units.get(0)))
                    .join(head(line), joined, tips(units), known));
    turns.addAll(outcome.turns());
    states.addAll(outcome.after());
    joined.clear();
    joined.addAll(outcome.joined());
    return outcome;
  }

  /** These passed: they are used again. */
  void remember(List<Resolution> passed) {
    known.addAll(passed);
  }

  /** Returns the resolver's turns so far. */
  ImmutableList<TurnRecord> turns() {
    return ImmutableList.copyOf(turns);
  }

  /** Returns who is in {@code mix}, in the order they joined. */
  ImmutableList<String> units(Combination mix) {
    return ImmutableList.<String>builder()
        .addAll(joined.subList(0, mix.upto()).stream().map(UnitHead::unit).toList())
        .addAll(mix.more())
        .build();
  }

  /** Returns the tree of {@code mix}, or empty if its units cannot be joined in this way. */
  Optional<TreeState> tree(Combination mix, List<Resolution> made) {
    if (mix.more().isEmpty()) {
      return Optional.of(states.get(mix.upto() - 1));
    }
    mixes++;
    List<Resolution> all = ImmutableList.<Resolution>builder().addAll(known).addAll(made).build();
    JoinOutcome outcome =
        context.scope(
            "mix-" + mixes,
            () ->
                joiner(1)
                    .asking(conflict -> false)
                    .join(head(mix.upto()), joined.subList(0, mix.upto()), tips(mix.more()), all));
    return outcome.unsettled() == null ? Optional.of(outcome.state()) : Optional.empty();
  }

  /** Returns the commit with the first {@code upto} units. */
  String head(int upto) {
    return upto == 0 ? request.base() : states.get(upto - 1).head();
  }

  /** Returns the commit with the first {@code upto} units, at least one, and its tree. */
  TreeState state(int upto) {
    return states.get(upto - 1);
  }

  /** Returns the first {@code upto} units, in the order they joined. */
  ImmutableList<UnitHead> joined(int upto) {
    return ImmutableList.copyOf(joined.subList(0, upto));
  }

  private Joiner joiner(int nth) {
    return new Joiner(
        context,
        steering,
        request.settings(),
        new Work(request.run(), request.generation(), Work.MERGE, nth),
        request.settings().strategy(),
        request.graph().plan(),
        request.known().clashed());
  }

  private List<UnitHead> tips(List<String> units) {
    ImmutableList.Builder<UnitHead> chosen = ImmutableList.builder();
    for (String unit : units) {
      UnitHead tip = tips.get(unit);
      if (tip == null) {
        throw new IllegalArgumentException("Not finished: " + unit);
      }
      chosen.add(tip);
    }
    return chosen.build();
  }
}
