package dev.aidp.activities.health;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Defaults;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider. Immutable, without a clock.
 *
 * @param limit why it takes nothing until its time, or null; what has passed may still stand here
 * @param breaker whether it has failed too often
 */
record Health(@Nullable Failure limit, Breaker breaker) {

  static final Health GOOD = new Health(null, Breaker.CLOSED);

  private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
  private static final Duration MOST_MARGIN = Duration.ofSeconds(60);

  /** Returns why a turn of {@code provider} would be in vain at {@code now}, or null. */
  @Nullable Failure refusal(String provider, Instant now) {
    if (refuses(now)) {
      return limit;
    }
    Instant until = breaker.closedUntil(now);
    return until == null
        ? null
        : new Failure(
            FailureKind.RATE_LIMITED,
            "%s has failed %d times in a row; it is asked again from %s."
                .formatted(provider, breaker.failures(), until),
            until);
  }

  private boolean refuses(Instant now) {
    return limit != null && limit.retryAt() != null && now.isBefore(limit.retryAt());
  }

  /** A turn begins although it would be in vain: a person knows better than what is known. */
  Health insisted() {
    return new Health(null, breaker);
  }

  /** A turn begins. */
  Health begun(Instant now) {
    return new Health(limit, breaker.begun(now));
  }

  /** A turn has ended, with a failure that went through {@link #dated}, or well. */
  Health ended(@Nullable Failure failure, Instant now) {
    if (failure == null) {
      // It may have begun before the limit was met, and so says nothing against it.
      return new Health(refuses(now) ? limit : null, breaker.succeeded());
    }
    return switch (failure.kind()) {
      case RATE_LIMITED, QUOTA_EXCEEDED -> new Health(failure, breaker);
      case TRANSIENT, TIMEOUT -> new Health(limit, breaker.failed(now));
      case AUTH_EXPIRED, PERMANENT, BUDGET_SPENT, CANCELLED -> this;
    };
  }

  /**
   * Returns a limit's failure with the time at which to ask again: what it names and a little more,
   * because such times are rounded and clocks differ; a usual wait if it names none; at most eight
   * days. Other failures stay as they are.
   */
  static Failure dated(Failure failure, Instant now) {
    Duration usual =
        switch (failure.kind()) {
          case RATE_LIMITED -> Defaults.RATE_LIMIT_WAIT;
          case QUOTA_EXCEEDED -> Defaults.QUOTA_WAIT;
          default -> null;
        };
    if (usual == null) {
      return failure;
    }
    Instant named = failure.retryAt();
    Instant until = named == null ? now.plus(usual) : named.plus(margin(named, now));
    Instant latest = now.plus(Defaults.LONGEST_WAIT);
    return new Failure(failure.kind(), failure.message(), until.isAfter(latest) ? latest : until);
  }

  /**
   * A tenth of the wait, from one second to a minute: half a minute and more where a time of day is
   * named, little for the few seconds of a limit by the minute.
   */
  private static Duration margin(Instant named, Instant now) {
    Duration tenth = Duration.between(now, named).dividedBy(10);
    if (tenth.compareTo(LEAST_MARGIN) < 0) {
      return LEAST_MARGIN;
    }
    return tenth.compareTo(MOST_MARGIN) > 0 ? MOST_MARGIN : tenth;
  }
}
