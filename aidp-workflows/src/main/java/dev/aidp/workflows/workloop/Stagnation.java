package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.aidp.run.Defaults;
import java.util.List;

/**
 * Whether an attempt still brings anything new. An iteration brings nothing new if its turn left
 * the files as it found them and what it lacks is called the same as before, or if it came back to
 * files that were there before and lacks what was lacking then: edits that undo each other go round
 * in a circle, however long that is. Pure; each method is one event.
 *
 * @param tried all iterations since the beginning, or since a person has said something new
 * @param idle how many of the last of them brought nothing new
 * @param since how many of those came after the last thing that was done about it
 * @param steps how many things were done about it
 */
record Stagnation(List<IterationOutcome> tried, int idle, int since, int steps) {

  /** Nothing was tried yet. */
  static final Stagnation NONE = new Stagnation(ImmutableList.of(), 0, 0, 0);

  /** Copies the list. */
  Stagnation {
    tried = ImmutableList.copyOf(tried);
  }

  /** One more iteration was not enough. */
  Stagnation after(IterationOutcome next) {
    List<IterationOutcome> all =
        ImmutableList.<IterationOutcome>builder().addAll(tried).add(next).build();
    return brings(next)
        ? new Stagnation(all, 0, 0, 0)
        : new Stagnation(all, idle + 1, since + 1, steps);
  }

  private boolean brings(IterationOutcome next) {
    IterationOutcome last = Iterables.getLast(tried, null);
    boolean still = !next.changed() && (last == null || last.lacking().equals(next.lacking()));
    return !still && tried.stream().noneMatch(next::backAt);
  }

  /** Something was done about it: its diagnosis told, a stronger model or another agent asked. */
  Stagnation stepped() {
    return new Stagnation(tried, idle, 0, steps + 1);
  }

  /** Returns whether nothing new has come for so long that somebody should know. */
  boolean stands() {
    return idle >= Defaults.STUCK_TURNS || same() >= Defaults.STUCK_TURNS;
  }

  /** Returns whether something must be done about it now. */
  boolean due() {
    return stands() && (steps == 0 || since >= Defaults.STUCK_TRIES);
  }

  /** Returns the last iterations that left the same files and failures, or else brought nothing. */
  List<IterationOutcome> standing() {
    return tried.subList(tried.size() - Math.max(idle, same()), tried.size());
  }

  /** Returns in a few words what has not changed. */
  String what() {
    int turns = standing().size();
    if (same() == turns) {
      return "the same files and the same failures for " + turns + " turns";
    }
    if (standing().stream().noneMatch(IterationOutcome::changed)) {
      return "the same files and the same things lacking for " + turns + " turns";
    }
    long states = standing().stream().map(IterationOutcome::tree).distinct().count();
    return states == 1
        ? "files and failures that were there before for " + turns + " turns"
        : "edits that undo each other: for %d turns the files went round between %d states that were there before"
            .formatted(turns, states);
  }

  /** Returns how many of the last iterations left the same files and failures. */
  private int same() {
    int same = 0;
    for (IterationOutcome each : ImmutableList.copyOf(tried).reverse()) {
      if (!each.sameAs(tried.get(tried.size() - 1))) {
        return same;
      }
      same++;
    }
    return same;
  }
}
