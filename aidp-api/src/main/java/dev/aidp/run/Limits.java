package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableMap;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a run gives up, and how much it does at once.
 *
 * <pre>{@code
 * Limits limits =
 *     Limits.defaults()
 *         .withMaxIterations(10)
 *         .withAgentTimeout(Duration.ofMinutes(30))
 *         .withRunTimeout(Duration.ofHours(4));
 * }</pre>
 *
 * @param maxIterations of one attempt of a unit, at least 1
 * @param retries further attempts of a unit, at least 0
 * @param maxParallel units at the same time, at least 1
 * @param agentTimeout of one turn
 * @param checkTimeout of one check
 * @param runTimeout of the whole run, without the time it is paused or waits for a person; null:
 *     none
 * @param budget what may be spent
 * @param capacities how much there is of what units take, by name, where the plan does not say it
 */
@RecordBuilder
public record Limits(
    int maxIterations,
    int retries,
    int maxParallel,
    Duration agentTimeout,
    Duration checkTimeout,
    @Nullable Duration runTimeout,
    Budget budget,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> capacities)
    implements LimitsBuilder.With {

  /** Refuses what makes no sense. */
  public Limits {
    budget = Objects.requireNonNullElse(budget, Budget.NONE);
    capacities = ImmutableMap.copyOf(Objects.requireNonNullElse(capacities, ImmutableMap.of()));
    require(maxIterations >= 1, "max-iterations must be at least 1", maxIterations);
    require(retries >= 0, "retries must be at least 0", retries);
    require(maxParallel >= 1, "max-parallel must be at least 1", maxParallel);
    require(positive(agentTimeout), "agent-timeout must be positive", agentTimeout);
    require(positive(checkTimeout), "check-timeout must be positive", checkTimeout);
    require(runTimeout == null || positive(runTimeout), "timeout must be positive", runTimeout);
  }

  /** Returns the limits of {@link Defaults}. */
  public static Limits defaults() {
    return new Limits(
        Defaults.MAX_ITERATIONS,
        Defaults.RETRIES,
        Defaults.MAX_PARALLEL,
        Defaults.AGENT_TIMEOUT,
        Defaults.CHECK_TIMEOUT,
        null,
        Budget.NONE,
        ImmutableMap.of());
  }

  /** Returns a copy with what may change while a run is under way. */
  public Limits with(Tuning tuning) {
    return withMaxParallel(tuning.maxParallel() == null ? maxParallel : tuning.maxParallel())
        .withRunTimeout(tuning.runTimeout() == null ? runTimeout : tuning.runTimeout());
  }

  private static boolean positive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }

  private static void require(boolean holds, String message, @Nullable Object value) {
    if (!holds) {
      throw new IllegalArgumentException(message + ": " + value);
    }
  }
}
