package dev.aidp.run;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;

/**
 * When an agent that cannot be asked for now is asked again: the one place where that is decided,
 * for plain commands as for named agents. Pure; deterministic.
 */
public final class Availability {

  /** A limit that is over at once is believed less each time, up to the wait for an unnamed one. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
  private static final Duration MOST_MARGIN = Duration.ofSeconds(60);

  private Availability() {}

  /**
   * Returns when to ask again: at the time that {@code why} names; where it names none, after 5
   * minutes, doubling to an hour, and after an hour where an allowance is used up; never later than
   * in 8 days.
   *
   * @param times how often in a row it could not be asked, from 1
   */
  public static Instant until(Failure why, int times, Instant now) {
    Instant named = why.retryAt();
    Duration wait =
        named == null
            ? unnamed(why.kind(), times)
            : max(Duration.between(now, named), doubled(SHORTEST, times, Defaults.RATE_LIMIT_WAIT));
    return now.plus(min(wait, Defaults.LONGEST_WAIT));
  }

  private static Duration unnamed(FailureKind kind, int times) {
    return kind == FailureKind.QUOTA_EXCEEDED
        ? Defaults.LONGEST_UNNAMED_WAIT
        : doubled(Defaults.RATE_LIMIT_WAIT, times, Defaults.LONGEST_UNNAMED_WAIT);
  }

  /**
   * Returns {@code failure} with a little more than the time that it names, because such times are
   * rounded and clocks differ: a tenth of the wait, from one second to a minute. One that names
   * none stays as it is.
   */
  public static Failure withMargin(Failure failure, Instant now) {
    Instant named = failure.retryAt();
    if (named == null || !failure.kind().limit()) {
      return failure;
    }
    Duration tenth = Duration.between(now, named).dividedBy(10);
    Instant later = named.plus(min(max(tenth, LEAST_MARGIN), MOST_MARGIN));
    Instant latest = now.plus(Defaults.LONGEST_WAIT);
    return new Failure(failure.kind(), failure.message(), later.isAfter(latest) ? latest : later);
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    return min(first.multipliedBy(1L << Math.min(Math.max(times, 1) - 1, 20)), most);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
