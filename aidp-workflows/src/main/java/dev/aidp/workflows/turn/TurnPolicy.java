package dev.aidp.workflows.turn;

import dev.aidp.failure.Failure;
import dev.aidp.run.Defaults;
import java.time.Duration;

/**
 * When a turn is repeated as the same iteration: 3 times at most, after 1 s, doubling, 30 s at
 * most.
 */
public final class TurnPolicy {

  private TurnPolicy() {}

  /**
   * Returns whether the turn that failed so, the {@code turn}-th of its iteration, is followed by
   * another.
   */
  public static boolean repeats(Failure failure, int turn) {
    return failure.kind().repeatsTurn() && turn <= Defaults.TURN_REPEATS;
  }

  /** Returns how long to wait after the {@code turn}-th turn, from 1. */
  public static Duration pause(int turn) {
    Duration doubled = Defaults.TURN_BACKOFF.multipliedBy(1L << Math.min(turn - 1, 30));
    return doubled.compareTo(Defaults.TURN_BACKOFF_LIMIT) > 0
        ? Defaults.TURN_BACKOFF_LIMIT
        : doubled;
  }
}
