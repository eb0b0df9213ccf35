package dev.aidp.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed while a run is under way; null keeps what holds.
 *
 * @param maxParallel units at the same time
 * @param runTimeout of the whole run, from its start
 */
public record Tuning(@Nullable Integer maxParallel, @Nullable Duration runTimeout) {}
