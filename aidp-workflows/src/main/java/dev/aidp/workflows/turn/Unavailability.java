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
 */
record Unavailability(FailureKind kind, Instant until, String why, int times) {

  /**
   * Returns what follows from {@code failure}, {@code before} being what was known of the agent.
   */
  static Unavailability of(Failure failure, @Nullable Unavailability before, Instant now) {
    int times = before == null ? 1 : before.times + 1;
    Instant until = Availability.until(failure, times, now);
    return new Unavailability(failure.kind(), wholeSecond(until), failure.message(), times);
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
}
