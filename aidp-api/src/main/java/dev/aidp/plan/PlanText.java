package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Names;
import java.util.Map;
import java.util.Objects;

/**
 * A text that is to be read as a plan.
 *
 * @param reference the artifact that holds it
 * @param capacities how much there is of what units take, by name, where the plan does not say it
 */
public record PlanText(
    String reference, @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> capacities) {

  /** Refuses a name that is none; takes nothing for none. */
  public PlanText {
    Names.file(reference);
    capacities = ImmutableMap.copyOf(Objects.requireNonNullElse(capacities, ImmutableMap.of()));
  }
}
