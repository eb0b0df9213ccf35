package dev.aidp.workflows.turn;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Availability;
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
 * @param vain how often of these a limit was the reason since any agent came to the end of a turn
 */
record Unavailability(FailureKind kind, Instant until, String why, int times, int vain) {

  /**
   * Returns what follows from {@code failure}, {@code before} being what was known of the agent.
   */
  static Unavailability of(Failure failure, @Nullable Unavailability before, Instant now) {
    int times = before == null ? 1 : before.times + 1;
    int vain = before == null || !before.kind.limit() ? 1 : before.vain + 1;
    Instant until = Availability.until(failure, times, now);
    return new Unavailability(failure.kind(), wholeSecond(until), failure.message(), times, vain);
  }

  /** Returns whether it is not to be asked at {@code now}. */
  boolean at(Instant now) {
    return now.isBefore(until);
  }

  /** Returns what is known of it once somebody has come to the end of a turn. */
  Unavailability notInVain() {
    return new Unavailability(kind, until, why, times, 0);
  }

  /** Returns whether it was asked again {@code most} times, in vain, and a limit was the reason. */
  boolean spent(int most) {
    return kind.limit() && vain > most;
  }

  /** Rounds up: timers of some engines know no less than a millisecond. */
  private static Instant wholeSecond(Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(time) ? time : second.plusSeconds(1);
  }
}
