package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a unit leaves and gets: names, or mappings with a name and a schema. */
final class ArtifactReader {

  private static final ImmutableList<String> KEYS = ImmutableList.of("name", "schema");
  private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9._-]+");

  /**
   * An artifact that the unit leaves.
   *
   * @param schema what is written of its schema, or null
   */
  record Output(String name, @Nullable YamlNode schema) {}

  /**
   * An artifact of another unit.
   *
   * @param at as it was written
   * @param schema what is written of the schema that it must satisfy, or null
   */
  record Input(YamlNode.Scalar at, String unit, String name, @Nullable YamlNode schema) {}

  private record Named(YamlNode.Scalar name, @Nullable YamlNode schema) {}

  private final Findings findings;

  ArtifactReader(Findings findings) {
    this.findings = findings;
  }

  List<Output> outputs(Fields fields) {
    Set<String> names = new HashSet<>();
    ImmutableList.Builder<Output> outputs = ImmutableList.builder();
    for (Named each : named(fields, "outputs", "an output")) {
      String name = each.name().text();
      if (!artifact(name)) {
        findings.add(
            each.name().at(),
            "'%s' is not the name of an artifact: use A-Z, a-z, 0-9, '.', '_', '-'"
                .formatted(name));
      } else if (names.add(name)) {
        outputs.add(new Output(name, each.schema()));
      } else {
        findings.add(each.name().at(), "the output '%s' stands here a second time".formatted(name));
      }
    }
    return outputs.build();
  }

  List<Input> inputs(Fields fields) {
    ImmutableList.Builder<Input> inputs = ImmutableList.builder();
    for (Named each : named(fields, "inputs", "an input")) {
      Input input = input(each.name(), each.schema());
      if (input == null) {
        findings.add(
            each.name().at(),
            "'%s' is not an input: write UNIT/NAME".formatted(each.name().text()));
      } else {
        inputs.add(input);
      }
    }
    return inputs.build();
  }

  /** Returns the artifact that {@code text} may name, or null if it names none. */
  static @Nullable Input input(YamlNode.Scalar text, @Nullable YamlNode schema) {
    int slash = text.text().indexOf('/');
    return slash > 0 && artifact(text.text().substring(slash + 1))
        ? new Input(text, text.text().substring(0, slash), text.text().substring(slash + 1), schema)
        : null;
  }

  private List<Named> named(Fields fields, String key, String what) {
    ImmutableList.Builder<Named> named = ImmutableList.builder();
    for (YamlNode item : fields.items(key)) {
      if (item instanceof YamlNode.Scalar text && !text.text().isBlank()) {
        named.add(new Named(text, null));
      } else if (item instanceof YamlNode.Mapping) {
        Fields said = Fields.of(item, what, KEYS, findings);
        Optional<YamlNode> schema = said.node("schema");
        String name = said.requiredText("name");
        if (!name.isBlank()) {
          named.add(
              new Named(new YamlNode.Scalar(name, false, said.at("name")), schema.orElse(null)));
        }
      } else {
        findings.add(
            item.at(),
            "'%s' is a list of names, or of mappings with 'name' and 'schema'; this is neither"
                .formatted(key));
      }
    }
    return named.build();
  }

  /** The names {@code .} and {@code ..} are folders, never files. */
  private static boolean artifact(String name) {
    return ARTIFACT.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }
}
