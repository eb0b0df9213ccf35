package dev.aidp.provider;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Agent} says at the end of its turn.
 *
 * @param text its last words; a line {@code STATUS: COMPLETE} in them says that the work is done.
 *     Of a very long text the middle is left out
 * @param session the conversation that the next turn shall go on with, or null if none is kept
 * @param usage what this turn has used; {@link Usage#NONE} if that is not known
 * @param failure why the turn failed, or null
 */
public record AgentReply(
    String text, @Nullable String session, Usage usage, @Nullable Failure failure) {

  /** The line by which an agent says that the work is complete. */
  public static final String COMPLETE = "STATUS: COMPLETE";

  /** The longest id of a session, in characters. */
  public static final int MAX_SESSION = 1_000;

  /**
   * Refuses what cannot be recorded.
   *
   * @throws IllegalArgumentException if the id of the session is empty or too long, or the failure
   *     is of a kind that only Aidp itself can know of
   */
  public AgentReply {
    if (session != null && (session.isBlank() || session.length() > MAX_SESSION)) {
      throw new IllegalArgumentException(
          "The id of a session has 1 to %d characters.".formatted(MAX_SESSION));
    }
    if (failure != null
        && (failure.kind() == FailureKind.CANCELLED
            || failure.kind() == FailureKind.BUDGET_SPENT)) {
      throw new IllegalArgumentException(
          "Only Aidp knows of %s; say permanent or transient.".formatted(failure.kind()));
    }
  }

  /** Returns one that does not say whether the work is complete: the checks decide. */
  public static AgentReply of(String text) {
    return new AgentReply(text, null, Usage.NONE, null);
  }

  /** Returns one that says that the work is complete. */
  public static AgentReply complete(String text) {
    return of(text + "\n\n" + COMPLETE);
  }

  /** Returns one of a turn that failed. */
  public static AgentReply failed(FailureKind kind, String message) {
    return of("").with(Failure.of(kind, message));
  }

  /** Returns one of a turn that failed because of a limit, which ends at {@code end}. */
  public static AgentReply limited(String message, Instant end) {
    return of("").with(new Failure(FailureKind.RATE_LIMITED, message, end));
  }

  /**
   * Returns one that says that the session is not known any more: the turn is taken in a new one.
   */
  public static AgentReply sessionLost() {
    return failed(FailureKind.PERMANENT, SESSION_LOST);
  }

  /** What a failure says of a session that is not known any more. */
  public static final String SESSION_LOST = "The session is not known any more.";

  /** Returns the same with the session that the next turn shall go on with. */
  public AgentReply in(String otherSession) {
    return new AgentReply(text, otherSession, usage, failure);
  }

  /** Returns the same with what the turn has used. */
  public AgentReply using(Usage other) {
    return new AgentReply(text, session, other, failure);
  }

  /** Returns the same of a turn that failed so. */
  public AgentReply with(Failure other) {
    return new AgentReply(text, session, usage, other);
  }
}
