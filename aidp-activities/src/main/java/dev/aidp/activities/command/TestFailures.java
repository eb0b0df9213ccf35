package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.TestFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Failed tests while they are read: each once, the first of them kept, all of them counted. */
final class TestFailures {

  /** More of one check are counted, not kept. */
  static final int MOST = 20;

  private final Set<TestFailure> kept = new LinkedHashSet<>();
  private int count;

  /** Adds one, unless it is there. */
  void add(TestFailure failure) {
    if (kept.contains(failure)) {
      return;
    }
    count++;
    if (kept.size() < MOST) {
      kept.add(failure);
    }
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** Returns those that are kept, in their order. */
  ImmutableList<TestFailure> list() {
    return ImmutableList.copyOf(kept);
  }

  /** Returns them as lines, in at most {@code limit} characters; empty if there are none. */
  String text(int limit) {
    if (kept.isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    lines.add(count == 1 ? "1 test failed:" : count + " tests failed:");
    int room = limit - lines.get(0).length() - 24;
    int shown = 0;
    for (TestFailure each : kept) {
      String line = "- " + each.shown();
      room -= line.length() + 1;
      if (room < 0 && shown > 0) {
        break;
      }
      lines.add(line);
      shown++;
    }
    if (shown < count) {
      lines.add("… and %d more".formatted(count - shown));
    }
    String text = String.join("\n", lines);
    return text.length() <= limit ? text : text.substring(0, limit);
  }

  /** Returns the first of {@code failures}, as many as fit into so many characters. */
  static ImmutableList<TestFailure> within(List<TestFailure> failures, int limit) {
    ImmutableList.Builder<TestFailure> some = ImmutableList.builder();
    int room = limit;
    for (TestFailure each : failures) {
      room -= each.test().length() + each.where().length() + each.message().length();
      if (room < 0) {
        break;
      }
      some.add(each);
    }
    return some.build();
  }
}
