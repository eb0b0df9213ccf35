package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Names;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that is to be read as a plan.
 *
 * @param reference the artifact that holds it
 * @param capacities how much there is of what units take, by name, where the plan does not say it
 * @param base the commit at which the files must be that it names, or null: they are not looked for
 */
public record PlanText(
    String reference,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> capacities,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String base) {

  /** Refuses names that are none; takes nothing for none. */
  public PlanText {
    Names.file(reference);
    Names.objectOrNull(base);
    capacities = ImmutableMap.copyOf(Objects.requireNonNullElse(capacities, ImmutableMap.of()));
  }

  /** Makes one whose files are not looked for. */
  public PlanText(String reference, Map<String, Integer> capacities) {
    this(reference, capacities, null);
  }
}
