package dev.aidp.workflows.turn;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Defaults;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent that cannot be asked for now.
 *
 * @param kind why: a limit, a spent allowance, an expired login, or one failure too many
 * @param until when to ask it again
 * @param why what it said
 * @param times how often in a row it could not
 */
record Away(FailureKind kind, Instant until, String why, int times) {

  /** A limit that is over at once is believed less each time, up to the usual wait for one. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST_LOGIN_WAIT = Duration.ofHours(1);

  /**
   * Returns what follows from {@code failure}, {@code before} being what was known of the agent.
   */
  static Away of(Failure failure, @Nullable Away before, Instant now) {
    int times = before == null ? 1 : before.times + 1;
    Duration named =
        failure.retryAt() == null
            ? usual(failure.kind(), times)
            : max(
                Duration.between(now, failure.retryAt()),
                doubled(SHORTEST, times, Defaults.RATE_LIMIT_WAIT));
    Instant until = now.plus(min(named, Defaults.LONGEST_WAIT));
    return new Away(failure.kind(), wholeSecond(until), failure.message(), times);
  }

  /** Returns whether it is not to be asked at {@code now}. */
  boolean at(Instant now) {
    return now.isBefore(until);
  }

  /** Rounds up: timers of some engines know no less than a millisecond. */
  private static Instant wholeSecond(Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(time) ? time : second.plusSeconds(1);
  }

  private static Duration usual(FailureKind kind, int times) {
    return switch (kind) {
      case QUOTA_EXCEEDED -> Defaults.QUOTA_WAIT;
      case AUTH_EXPIRED -> doubled(Defaults.LOGIN_WAIT, times, LONGEST_LOGIN_WAIT);
      default -> Defaults.RATE_LIMIT_WAIT;
    };
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    return min(first.multipliedBy(1L << Math.min(times - 1, 20)), most);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
