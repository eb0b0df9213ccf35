package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a request holds it: its text in YAML or JSON, the JSON document itself, or {@code
 * {"reference": "…"}}, which names one that is stored.
 *
 * @param said a {@link String} or a {@link Map}
 * @param name what messages call it, such as the name of its file; not sent
 */
public record PlanSource(@JsonValue Object said, String name) {

  private static final String REFERENCE = "reference";

  /** Refuses what is no plan. */
  public PlanSource {
    if (!(said instanceof String) && !(said instanceof Map)) {
      throw new IllegalArgumentException("A plan is a text, a document or a reference.");
    }
  }

  /** Returns the plan that is {@code said}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static PlanSource of(Object said) {
    return new PlanSource(said, "plan");
  }

  /** Returns the plan whose text is {@code yaml}, which may be JSON. */
  public static PlanSource text(String yaml) {
    return of(yaml);
  }

  /** Returns the plan that the artifact {@code reference} is. */
  public static PlanSource stored(String reference) {
    return of(ImmutableMap.of(REFERENCE, reference));
  }

  /** Returns the artifact that it is, or null if it is not by reference. */
  public @Nullable String reference() {
    return said instanceof Map<?, ?> map
            && map.size() == 1
            && map.get(REFERENCE) instanceof String reference
        ? reference
        : null;
  }
}
