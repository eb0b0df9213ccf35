package dev.aidp.activities.health;

import dev.aidp.failure.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the providers, kept for all who ask them; {@link Health} decides. Safe for use
 * by many threads.
 */
public interface ProviderHealth {

  /**
   * Returns why a turn of {@code provider} that wants to begin at {@code now} would be in vain, or
   * null; then it has begun.
   *
   * @param insists whether a person wants it whatever is known
   */
  @Nullable Failure admit(String provider, boolean insists, Instant now);

  /** A turn of {@code provider} has ended, with a failure, or well. */
  void ended(String provider, @Nullable Failure failure, Instant now);
}
