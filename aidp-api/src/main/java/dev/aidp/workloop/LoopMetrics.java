package dev.aidp.workloop;

import dev.aidp.run.Usage;

/**
 * What a loop has used so far.
 *
 * @param turns recorded turns, repeats included
 * @param failedTurns of those, the ones that failed
 * @param checks checks that ran
 * @param failedChecks of those, the red ones
 * @param usage of all these turns
 */
public record LoopMetrics(int turns, int failedTurns, int checks, int failedChecks, Usage usage) {

  /** Nothing used. */
  public static final LoopMetrics NONE = new LoopMetrics(0, 0, 0, 0, Usage.NONE);

  /** Returns these and one more turn. */
  public LoopMetrics turned(boolean failed, Usage used) {
    return new LoopMetrics(
        turns + 1, failedTurns + (failed ? 1 : 0), checks, failedChecks, usage.plus(used));
  }

  /** Returns these and some more checks. */
  public LoopMetrics checked(int more, int red) {
    return new LoopMetrics(turns, failedTurns, checks + more, failedChecks + red, usage);
  }
}
