package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.aidp.run.RequestSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A unit of a plan that is under way, and what is said of it. As JSON it is the unit as a plan has
 * it: {@code {"id": "writer", "task": "Write rows.", "depends_on": ["model"]}}.
 *
 * @param id the unit
 * @param said the keys of a unit in a plan; what is not named stays as it is
 */
public record UnitChange(String id, @JsonAnySetter @JsonAnyGetter Map<String, Object> said) {

  private static final String NEEDS = "depends_on";
  private static final String INPUTS = "inputs";

  /** Copies what is said; somebody's own Temporal client may have left things out. */
  public UnitChange {
    id = Objects.requireNonNullElse(id, "");
    said = RequestSettings.copy(said);
  }

  /** Returns what it says that the unit needs, inputs included; empty if it says nothing of it. */
  public Optional<List<String>> needs() {
    if (!said.containsKey(NEEDS) && !said.containsKey(INPUTS)) {
      return Optional.empty();
    }
    List<String> inputs =
        texts(said.get(INPUTS)).stream().map(input -> input.replaceFirst("/.*", "")).toList();
    return Optional.of(
        Stream.concat(texts(said.get(NEEDS)).stream(), inputs.stream()).distinct().toList());
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof Collection<?> some
        ? some.stream().map(String::valueOf).toList()
        : List.of();
  }
}
