package dev.aidp.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a unit worked.
 *
 * @param startedAt when it was started first, or null if it never was
 * @param finishedAt when it was settled, or null
 * @param waited how long it has waited for a person, a budget or the end of a limit until {@code
 *     waitingSince}, or in all
 * @param waitingSince since when it waits for one of these, or null while it does not
 */
public record UnitTimes(
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    Duration waited,
    @Nullable Instant waitingSince) {

  /** Those of a unit that was never started. */
  public static final UnitTimes NONE = new UnitTimes(null, null, Duration.ZERO, null);

  /** Returns those of a unit that begins at {@code at}. */
  public static UnitTimes from(Instant at) {
    return new UnitTimes(at, null, Duration.ZERO, null);
  }

  /** Returns a copy that was settled at {@code at}. */
  public UnitTimes until(@Nullable Instant at) {
    return new UnitTimes(startedAt, at, waited, waitingSince);
  }

  /** Returns how long it has worked, up to {@code now} if it still does. */
  public Duration worked(Instant now) {
    if (startedAt == null) {
      return Duration.ZERO;
    }
    Instant end = finishedAt == null ? now : finishedAt;
    Duration worked = Duration.between(startedAt, end).minus(waited(now));
    return worked.isNegative() ? Duration.ZERO : worked;
  }

  /** Returns a copy of a unit that began at {@code at}, if it ever did. */
  public UnitTimes since(Instant at) {
    return startedAt == null ? this : new UnitTimes(at, finishedAt, waited, waitingSince);
  }

  /** Returns how long it has waited up to {@code now}, or in all if it was settled before. */
  public Duration waited(Instant now) {
    if (waitingSince == null) {
      return waited;
    }
    Instant end = finishedAt == null ? now : finishedAt;
    return end.isAfter(waitingSince) ? waited.plus(Duration.between(waitingSince, end)) : waited;
  }
}
