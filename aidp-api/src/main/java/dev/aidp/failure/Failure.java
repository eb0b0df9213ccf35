package dev.aidp.failure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a value, as it is recorded and shown.
 *
 * @param kind why
 * @param message what is wrong, where, and what to do, in a sentence or two
 * @param retryAt when a limit ends, or null if nothing says so
 */
public record Failure(FailureKind kind, String message, @Nullable Instant retryAt) {

  /** The longest message that is kept, in characters. */
  public static final int MAX_MESSAGE = 2_000;

  /** Shortens an overlong message. */
  public Failure {
    if (message.length() > MAX_MESSAGE) {
      message = message.substring(0, MAX_MESSAGE - 1) + "…";
    }
  }

  /** Returns a failure without a reset time. */
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, null);
  }
}
