package dev.aidp.bench.overhead;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each candidate gets its turn, one after the other
 * @param warmUp how long each one runs before: compiled code, a log that wraps
 * @param sample how long a run shall take at most; it has {@link #LEAST} to {@link #MOST}
 *     iterations
 * @param agentMillis the times that an agent takes
 */
record Effort(int rounds, Duration warmUp, Duration sample, List<Integer> agentMillis) {

  static final int LEAST = 4;
  static final int MOST = 50;

  /** Minutes: what is published. */
  static Effort full(int rounds) {
    return new Effort(
        rounds, Duration.ofSeconds(3), Duration.ofMillis(1_500), List.of(0, 10, 100, 300, 1_000));
  }

  /** Seconds: whether it works. */
  static Effort quick() {
    return new Effort(1, Duration.ZERO, Duration.ofMillis(100), List.of(0, 10));
  }

  /** Returns how many iterations a run has that take {@code millis} each. */
  int iterations(double millis) {
    return (int) Math.max(LEAST, Math.min(MOST, sample.toMillis() / Math.max(millis, 0.01)));
  }
}
