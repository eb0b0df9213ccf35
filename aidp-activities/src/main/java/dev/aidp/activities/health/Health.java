package dev.aidp.activities.health;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Availability;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider. Immutable, without a clock.
 *
 * @param limit why it takes nothing until its time, or null; what has passed may still stand here
 * @param limits how often in a row that was so
 * @param breaker whether it has failed too often
 */
public record Health(@Nullable Failure limit, int limits, Breaker breaker) {

  /** Nothing speaks against it. */
  public static final Health GOOD = new Health(null, 0, Breaker.CLOSED);

  /**
   * What becomes of a turn that wants to begin.
   *
   * @param refusal why it would be in vain, or null: then it begins
   * @param then what is known afterwards
   */
  public record Admission(@Nullable Failure refusal, Health then) {}

  /**
   * A turn of {@code provider} wants to begin.
   *
   * @param insists whether a person wants it whatever is known
   */
  public Admission admit(String provider, boolean insists, Instant now) {
    Failure refusal = insists ? null : refusal(provider, now);
    Health asked = insists ? insisted() : this;
    return new Admission(refusal, refusal == null ? asked.begun(now) : this);
  }

  private @Nullable Failure refusal(String provider, Instant now) {
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
  private Health insisted() {
    return new Health(null, limits, breaker);
  }

  private Health begun(Instant now) {
    return new Health(limit, limits, breaker.begun(now));
  }

  /** A turn has ended, with a failure, or well. */
  public Health ended(@Nullable Failure failure, Instant now) {
    if (failure == null) {
      // It may have begun before the limit was met, and so says nothing against it.
      return refuses(now)
          ? new Health(limit, limits, breaker.succeeded())
          : new Health(null, 0, breaker.succeeded());
    }
    return switch (failure.kind()) {
      case RATE_LIMITED, QUOTA_EXCEEDED -> limited(failure, now);
      case TRANSIENT, TIMEOUT -> new Health(limit, limits, breaker.failed(now));
      case AUTH_EXPIRED, PERMANENT, BUDGET_SPENT, CANCELLED -> this;
    };
  }

  /** Many turns that meet one limit at once meet it once. */
  private Health limited(Failure failure, Instant now) {
    int times = refuses(now) ? Math.max(limits, 1) : limits + 1;
    Instant until = Availability.until(failure, times, now);
    return new Health(new Failure(failure.kind(), failure.message(), until), times, breaker);
  }
}
