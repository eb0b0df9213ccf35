package dev.aidp.activities.agent.provider;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.activities.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The tables of the programs that Aidp brings along. */
final class Tables {

  private static final String FILE = "programs.yml";

  private static final ImmutableMap<String, ImmutableMap<String, String>> ALL = read();

  private Tables() {}

  /** Returns the table of one program: what it says by keys with dots. */
  static ImmutableMap<String, String> of(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  private static ImmutableMap<String, ImmutableMap<String, String>> read() {
    Findings findings = new Findings(FILE);
    ImmutableMap.Builder<String, ImmutableMap<String, String>> all = ImmutableMap.builder();
    try {
      byte[] text = Resources.toByteArray(Resources.getResource(Tables.class, FILE));
      YamlNode.Mapping root = (YamlNode.Mapping) StrictYaml.read(text, findings).orElseThrow();
      for (YamlNode.Entry program : root.entries()) {
        ImmutableMap.Builder<String, String> table = ImmutableMap.builder();
        flatten("", program.value(), table);
        all.put(program.key().text(), table.buildOrThrow());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!findings.none()) {
      throw new IllegalStateException(findings.details().toString());
    }
    return all.buildOrThrow();
  }

  private static void flatten(
      String key, YamlNode node, ImmutableMap.Builder<String, String> table) {
    if (node instanceof YamlNode.Mapping mapping) {
      String stem = key.isEmpty() ? "" : key + ".";
      mapping.entries().forEach(each -> flatten(stem + each.key().text(), each.value(), table));
    } else if (node instanceof YamlNode.Scalar text) {
      table.put(key, text.text());
    }
  }
}
