package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much a feature that is under way does at once from now on. As JSON: {@code {"max_parallel":
 * 8, "capacities": {"gpu": 2}}}.
 *
 * @param maxParallel units at the same time; null: as before
 * @param capacities how much there is of what units take, by name; what is not named stays
 */
public record Parallelism(
    @JsonProperty("max_parallel") @Nullable Integer maxParallel, Map<String, Integer> capacities) {

  /** Copies the capacities; somebody's own Temporal client may have left them out. */
  @SuppressWarnings("ConstantValue")
  public Parallelism {
    capacities = ImmutableMap.copyOf(Objects.requireNonNullElse(capacities, ImmutableMap.of()));
  }
}
