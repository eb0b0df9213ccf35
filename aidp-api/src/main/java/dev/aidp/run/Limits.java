package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.FailureKind;
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
 * @param further attempts of a unit
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
    @JsonUnwrapped Retries further,
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
    require(maxParallel >= 1, "max-parallel must be at least 1", maxParallel);
    require(positive(agentTimeout), "agent-timeout must be positive", agentTimeout);
    require(positive(checkTimeout), "check-timeout must be positive", checkTimeout);
    require(runTimeout == null || positive(runTimeout), "timeout must be positive", runTimeout);
  }

  /** Returns the limits of {@link Defaults}. */
  public static Limits defaults() {
    return new Limits(
        Defaults.MAX_ITERATIONS,
        Retries.of(Defaults.RETRIES),
        Defaults.MAX_PARALLEL,
        Defaults.AGENT_TIMEOUT,
        Defaults.CHECK_TIMEOUT,
        null,
        Budget.NONE,
        ImmutableMap.of());
  }

  /** Returns a copy with so many further attempts, but for classes with a number of their own. */
  public Limits withRetries(int count) {
    return withFurther(further.withRetries(count));
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

  /**
   * How many further attempts a unit has. A class of failures that has a number of its own is
   * counted by itself, all others together.
   *
   * @param retries after failures that a further attempt may help against, at least 0
   * @param retriesAfter after failures of one class, where that has a number of its own; it is one
   *     of {@link #CLASSES}
   */
  public record Retries(
      int retries,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<FailureKind, Integer> retriesAfter) {

    /** The classes of failures that a further attempt may help against. */
    public static final ImmutableSet<FailureKind> CLASSES =
        ImmutableSet.of(FailureKind.RATE_LIMITED, FailureKind.TRANSIENT, FailureKind.TIMEOUT);

    /** Refuses what makes no sense. */
    public Retries {
      retriesAfter =
          ImmutableMap.copyOf(Objects.requireNonNullElse(retriesAfter, ImmutableMap.of()));
      require(retries >= 0, "retries must be at least 0", retries);
      retriesAfter.forEach(
          (kind, count) -> {
            require(CLASSES.contains(kind), "no further attempt helps after", kind.wireName());
            require(count >= 0, "retries_after." + kind.wireName() + " must be at least 0", count);
          });
    }

    /** Returns so many, whatever a unit fails by. */
    public static Retries of(int count) {
      return new Retries(count, ImmutableMap.of());
    }

    /** Returns a copy with so many after failures of a class without a number of its own. */
    public Retries withRetries(int count) {
      return new Retries(count, retriesAfter);
    }

    /**
     * Returns a copy with so many after failures of this class, which are counted by themselves.
     */
    public Retries with(FailureKind kind, int count) {
      return new Retries(
          retries,
          ImmutableMap.<FailureKind, Integer>builder()
              .putAll(retriesAfter)
              .put(kind, count)
              .buildKeepingLast());
    }

    /** Returns how many there are after failures of this class. */
    public int after(FailureKind kind) {
      return CLASSES.contains(kind) ? retriesAfter.getOrDefault(kind, retries) : 0;
    }

    /** Returns whether failures of this class are counted by themselves. */
    public boolean apart(FailureKind kind) {
      return retriesAfter.containsKey(kind);
    }
  }
}
