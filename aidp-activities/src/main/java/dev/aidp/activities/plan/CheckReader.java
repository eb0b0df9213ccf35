package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.plan.Glob;
import dev.aidp.run.Check;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a check: a command, or a mapping with it and what else is said of it. */
public final class CheckReader {

  /** What a mapping may say. */
  public static final ImmutableList<String> KEYS =
      ImmutableList.of(
          "command", "required", "phase", "category", "timeout", "exclusive", "reports");

  private CheckReader() {}

  /** Returns the check {@code name}; what does not fit goes to {@code findings}. */
  public static Check read(String name, YamlNode node, Findings findings) {
    if (node instanceof YamlNode.Mapping) {
      Fields fields = Fields.of(node, "a check", KEYS, findings);
      return new Check(
          name,
          fields.requiredText("command"),
          fields.truth("exclusive", false),
          !fields.truth("required", true),
          fields.oneOf("phase", Check.Phase.class).orElse(Check.Phase.EACH_UNIT),
          fields.node("category").isPresent() ? fields.requiredText("category") : null,
          timeout(fields, findings),
          reports(fields, findings));
    }
    if (node instanceof YamlNode.Scalar text && !text.text().isBlank()) {
      return new Check(name, text.text());
    }
    findings.add(
        node.at(),
        "the check '%s' must be a command, or a mapping with 'command' and what else is said of it: %s"
            .formatted(name, String.join(", ", KEYS.subList(1, KEYS.size()))));
    return new Check(name, "");
  }

  private static @Nullable Duration timeout(Fields fields, Findings findings) {
    if (fields.node("timeout").isEmpty()) {
      return null;
    }
    Duration time = Durations.parse(fields.requiredText("timeout"));
    if (time == null || time.isNegative() || time.isZero()) {
      findings.add(fields.at("timeout"), "'timeout' must be " + Durations.EXPECTED);
      return null;
    }
    return time;
  }

  /** One glob needs no list. */
  private static List<String> reports(Fields fields, Findings findings) {
    Optional<YamlNode> node = fields.node("reports");
    List<YamlNode.Scalar> texts =
        node.isPresent() && node.get() instanceof YamlNode.Scalar one && !one.blank()
            ? ImmutableList.of(one)
            : fields.texts("reports");
    for (YamlNode.Scalar text : texts) {
      try {
        Glob.of(text.text());
      } catch (IllegalArgumentException e) {
        findings.add(text.at(), "'reports': " + e.getMessage());
      }
    }
    return texts.stream().map(YamlNode.Scalar::text).toList();
  }
}
