package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.run.Check;

/** Reads a check: a command, or a mapping with it and what else is said of it. */
public final class CheckReader {

  private static final ImmutableList<String> KEYS = ImmutableList.of("command", "exclusive");

  private CheckReader() {}

  /** Returns the check {@code name}; what does not fit goes to {@code findings}. */
  public static Check read(String name, YamlNode node, Findings findings) {
    if (node instanceof YamlNode.Mapping) {
      Fields fields = Fields.of(node, "a check", KEYS, findings);
      return new Check(name, fields.requiredText("command"), fields.truth("exclusive", false));
    }
    if (node instanceof YamlNode.Scalar text && !text.text().isBlank()) {
      return new Check(name, text.text());
    }
    findings.add(
        node.at(),
        "the check '%s' must be a command, or a mapping with 'command' and 'exclusive'"
            .formatted(name));
    return new Check(name, "");
  }
}
