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
public record ProviderError(@Nullable FailureKind kind, String message, @Nullable Instant retryAt) {

  /** Returns one that its text decides. */
  public static ProviderError of(String message) {
    return new ProviderError(null, message, null);
  }
}
