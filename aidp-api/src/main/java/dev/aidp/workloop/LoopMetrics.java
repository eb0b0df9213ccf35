package dev.aidp.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Usage;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a loop has used so far, and how it went.
 *
 * @param turns recorded turns, repeats included
 * @param failedTurns of those, the ones that failed
 * @param checks checks that ran
 * @param failedChecks of those, the red ones
 * @param usage of all these turns
 * @param transitions from phase to phase, each once, in the order in which they came up
 */
@RecordBuilder
public record LoopMetrics(
    int turns,
    int failedTurns,
    int checks,
    int failedChecks,
    Usage usage,
    List<Transition> transitions)
    implements LoopMetricsBuilder.With {

  /** Nothing used. */
  public static final LoopMetrics NONE =
      new LoopMetrics(0, 0, 0, 0, Usage.NONE, ImmutableList.of());

  /**
   * A step of the loop from phase to phase.
   *
   * @param times how often it was taken
   */
  public record Transition(LoopPhase from, LoopPhase to, int times) {

    private boolean is(LoopPhase before, LoopPhase after) {
      return from == before && to == after;
    }
  }

  /** Copies the list. */
  public LoopMetrics {
    transitions = ImmutableList.copyOf(transitions);
  }

  /** Returns these and one more turn. */
  public LoopMetrics turned(boolean failed, Usage used) {
    return withTurns(turns + 1)
        .withFailedTurns(failedTurns + (failed ? 1 : 0))
        .withUsage(usage.plus(used));
  }

  /** Returns these and some more checks. */
  public LoopMetrics checked(int more, int red) {
    return withChecks(checks + more).withFailedChecks(failedChecks + red);
  }

  /** Returns these and one more transition; staying in a phase is none. */
  public LoopMetrics moved(LoopPhase from, LoopPhase to) {
    if (from == to) {
      return this;
    }
    List<Transition> all = new ArrayList<>(transitions);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).is(from, to)) {
        all.set(i, new Transition(from, to, all.get(i).times() + 1));
        return withTransitions(all);
      }
    }
    all.add(new Transition(from, to, 1));
    return withTransitions(all);
  }
}
