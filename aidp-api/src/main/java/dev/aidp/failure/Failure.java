package dev.aidp.failure;

import dev.aidp.text.Excerpt;
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
    message = Excerpt.start(message, MAX_MESSAGE);
  }

  /** Returns a failure without a reset time. */
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, null);
  }
}
