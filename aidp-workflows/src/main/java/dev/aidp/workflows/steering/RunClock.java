package dev.aidp.workflows.steering;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a run has worked; time paused or waiting for a person does not count.
 *
 * @param worked up to {@code seen}
 * @param seen when it was looked at last
 */
record RunClock(Duration worked, Instant seen) {

  static RunClock begin(Instant now) {
    return new RunClock(Duration.ZERO, now);
  }

  /**
   * Returns the clock at {@code now}; {@code counts}: whether the run worked since it was looked at
   * last.
   */
  RunClock at(Instant now, boolean counts) {
    // Two machines' clocks may differ a little when the run moves between them.
    boolean forward = counts && now.isAfter(seen);
    return new RunClock(forward ? worked.plus(Duration.between(seen, now)) : worked, now);
  }

  /** Returns what is left of {@code limit}, at least zero. */
  Duration left(Duration limit) {
    Duration left = limit.minus(worked);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
