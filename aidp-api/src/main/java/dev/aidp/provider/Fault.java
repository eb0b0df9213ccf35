package dev.aidp.provider;

import dev.aidp.failure.FailureKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a program's output tells of.
 *
 * @param kind what it is, if the program says so by a field made for it; else null: then its text
 *     decides
 * @param message the program's own words
 * @param retryAt when a limit ends, if a field says so, else null: then its text may
 */
public record Fault(@Nullable FailureKind kind, String message, @Nullable Instant retryAt) {

  /** Returns one that its text decides. */
  public static Fault of(String message) {
    return new Fault(null, message, null);
  }
}
