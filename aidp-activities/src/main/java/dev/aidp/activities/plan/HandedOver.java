package dev.aidp.activities.plan;

import dev.aidp.activities.plan.ArtifactReader.Input;
import dev.aidp.activities.plan.ArtifactReader.Output;
import dev.aidp.activities.plan.UnitReader.Draft;
import dev.aidp.activities.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts that units leave and get.
 *
 * @param units the plan's, by their ids
 * @param outside the outputs of others, by their ids
 */
record HandedOver(Map<String, Draft> units, Map<String, List<String>> outside) {

  /** Returns what {@code unit} gets; a schema that is an artifact is an input. */
  Stream<Input> inputs(Draft unit) {
    return Stream.concat(
        unit.needs().inputs().stream(),
        schemas(unit).values().stream()
            .map(SchemaReader::artifact)
            .filter(Objects::nonNull)
            .filter(this::left));
  }

  /** Returns whether some unit leaves it. */
  boolean left(Input artifact) {
    List<String> outputs = outputs(artifact.unit());
    return outputs != null && outputs.contains(artifact.name());
  }

  /** Returns the outputs of {@code unit}, or null if there is no such unit. */
  @Nullable List<String> outputs(String unit) {
    Draft producer = units.get(unit);
    return producer == null
        ? outside.get(unit)
        : producer.outputs().stream().map(Output::name).toList();
  }

  /** Returns what is written of the schemas of the outputs and inputs of {@code unit}. */
  static Map<String, YamlNode> schemas(Draft unit) {
    Map<String, YamlNode> schemas = new LinkedHashMap<>();
    for (Output output : unit.outputs()) {
      if (output.schema() != null) {
        schemas.put(output.name(), output.schema());
      }
    }
    for (Input input : unit.needs().inputs()) {
      if (input.schema() != null) {
        schemas.put(input.at().text(), input.schema());
      }
    }
    return schemas;
  }
}
