package dev.aidp.run;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the ladder of models begins, and how long a turn may take on each rung.
 *
 * @param start the tier that all work begins with, or null: a unit's class decides
 * @param timeouts the longest turn with a model of a tier; a tier without one has that of {@link
 *     Limits#agentTimeout()}
 */
public record Tiers(@Nullable Tier start, Map<Tier, Duration> timeouts) {

  /** What holds if nothing is said. */
  public static final Tiers USUAL = new Tiers(null, ImmutableMap.of());

  /** Copies the time-outs. */
  public Tiers {
    timeouts = ImmutableMap.copyOf(timeouts);
  }

  /** Returns the longest turn with a model of {@code tier}. */
  public Duration timeout(Tier tier, Limits limits) {
    return timeouts.getOrDefault(tier, limits.agentTimeout());
  }
}
