package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.FailureKind;
import dev.aidp.workflow.Step;
import java.time.Duration;

/**
 * How long steps of a kind may take and how often they are tried.
 *
 * @param limit the longest a start may take; then it is stopped and has failed by time-out
 * @param silence after which time without a beat a warning is logged
 * @param tries how often a step that failed transiently is performed in all
 * @param backoff the pause before the second try; it doubles with each further one
 */
public record StepPolicy(Duration limit, Duration silence, int tries, Duration backoff) {

  /** Checks the values. */
  public StepPolicy {
    if (tries < 1) {
      throw new IllegalArgumentException("A step is tried at least once, not " + tries + " times");
    }
  }

  /**
   * Returns the policy of {@code kind} unless an engine is told another. Workflows decide on
   * repeats, so: one try.
   */
  public static StepPolicy of(Step.Kind kind) {
    return switch (kind) {
      // The activity enforces its own limit, which users set; this one only ends what nobody would
      // wait for.
      case TURN, COMMAND ->
          new StepPolicy(Duration.ofHours(24), Duration.ofSeconds(10), 1, Duration.ofSeconds(1));
      case QUICK ->
          new StepPolicy(Duration.ofHours(1), Duration.ofSeconds(10), 1, Duration.ofSeconds(1));
    };
  }

  boolean repeats(FailureKind kind, int tried) {
    return tried < tries && kind.repeatsTurn();
  }

  Duration pauseAfter(int tried) {
    return backoff.multipliedBy(1L << Math.min(tried - 1, 20));
  }
}
