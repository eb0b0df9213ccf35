package dev.aidp.workflows.workloop;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Defaults;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a unit, or a planner, that failed is started again, and when. */
public final class AttemptPolicy {

  private AttemptPolicy() {}

  /**
   * Returns how long to wait for the next attempt, or empty if there is none.
   *
   * @param failure why the last attempt failed
   * @param attempt which one that was, from 1
   * @param retries further attempts that are allowed
   */
  public static Optional<Duration> pause(Failure failure, int attempt, int retries, Instant now) {
    if (!failure.kind().allowsFurtherAttempt() || attempt > retries) {
      return Optional.empty();
    }
    // A turn's own repeats have waited already; only a limit names a time.
    return Optional.of(
        failure.kind() == FailureKind.RATE_LIMITED ? untilReset(failure, now) : Duration.ZERO);
  }

  private static Duration untilReset(Failure failure, Instant now) {
    Instant reset = failure.retryAt();
    if (reset == null) {
      return Defaults.RATE_LIMIT_PAUSE;
    }
    return reset.isAfter(now) ? Duration.between(now, reset) : Duration.ZERO;
  }
}
