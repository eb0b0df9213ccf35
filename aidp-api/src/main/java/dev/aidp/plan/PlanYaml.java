package dev.aidp.plan;

import dev.aidp.run.Check;
import dev.aidp.run.UnitAction;
import dev.aidp.workflow.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a plan as YAML: every text in double quotes, and nothing that holds anyway. */
final class PlanYaml {

  private final StringBuilder yaml = new StringBuilder();

  private PlanYaml() {}

  static String of(Plan plan) {
    PlanYaml text = new PlanYaml();
    text.yaml.append("feature: ").append(quoted(plan.feature())).append('\n');
    if (!plan.capacities().isEmpty()) {
      text.yaml.append("capacities: ").append(amounts(plan.capacities())).append('\n');
    }
    text.yaml.append(plan.units().isEmpty() ? "units: []\n" : "units:\n");
    plan.units().forEach(text::unit);
    return text.yaml.toString();
  }

  private void unit(Plan.Unit unit) {
    PlanNode node = unit.node();
    yaml.append("  - id: ").append(quoted(node.id())).append('\n');
    line("task", quoted(unit.task()));
    list("files", node.files());
    if (node.weight() != Step.Weight.STANDARD) {
      line("class", node.weight().name().toLowerCase(Locale.ROOT));
    }
    artifacts("outputs", node.outputs(), unit.schemas());
    list("depends_on", node.dependsOn());
    artifacts("inputs", node.inputs(), unit.schemas());
    if (!node.rules().required()) {
      line("required", "false");
    }
    Integer retries = node.rules().retries();
    if (retries != null) {
      line("retries", retries.toString());
    }
    if (node.rules().allowNoChange()) {
      line("allow_no_change", "true");
    }
    if (node.rules().strategy() != null) {
      line("strategy", node.rules().strategy().wireName());
    }
    if (node.rules().separateChecks()) {
      line("separate_checks", "true");
    }
    if (node.rules().ifNeedsFail() != null) {
      line("if_needs_fail", node.rules().ifNeedsFail().wireName());
    }
    if (node.rules().action() != null) {
      action(node.rules().action());
    }
    if (node.divides()) {
      line("kind", "feature");
    }
    if (node.partOf() != null) {
      line("part_of", quoted(node.partOf()));
    }
    if (node.demand().estimate() != null) {
      line("estimate", node.demand().estimate().toString());
    }
    if (!node.demand().resources().isEmpty()) {
      line("resources", amounts(node.demand().resources()));
    }
    if (!unit.checks().isEmpty()) {
      yaml.append("    checks:\n");
      unit.checks().forEach(this::check);
    }
  }

  private void action(UnitAction action) {
    UnitAction.Poll poll = action.poll();
    line("kind", poll == null ? "command" : "wait");
    line(poll == null ? "run" : "until", quoted(action.command()));
    if (poll != null) {
      line("interval", poll.interval().toString());
      line("backoff", BigDecimal.valueOf(poll.backoff()).toPlainString());
      line("timeout", poll.timeout().toString());
    }
  }

  private static String amounts(Map<String, Integer> amounts) {
    return amounts.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ": " + each.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void line(String key, String value) {
    yaml.append("    ").append(key).append(": ").append(value).append('\n');
  }

  private void list(String key, List<String> texts) {
    if (!texts.isEmpty()) {
      String all = texts.stream().map(PlanYaml::quoted).collect(Collectors.joining(", "));
      line(key, "[" + all + "]");
    }
  }

  private void artifacts(String key, List<String> names, Map<String, SchemaSource> schemas) {
    if (!names.isEmpty()) {
      line(
          key,
          names.stream()
              .map(
                  name -> {
                    SchemaSource schema = schemas.get(name);
                    return schema == null
                        ? quoted(name)
                        : "{name: %s, schema: %s}".formatted(quoted(name), flow(schema.document()));
                  })
              .collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private void check(Check check) {
    yaml.append("      ? ")
        .append(quoted(check.name()))
        .append("\n      : ")
        .append(flow(check.document()))
        .append('\n');
  }

  /** A value as JSON has it: a check's command, or the mapping with it; a schema. */
  private static String flow(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> quoted(String.valueOf(each.getKey())) + ": " + flow(each.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PlanYaml::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    return value == null || value instanceof Boolean || value instanceof Number
        ? String.valueOf(value)
        : quoted(value.toString());
  }

  /** A text in double quotes; what YAML does not allow to stand there is escaped. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < 0x20
                  || c == 0x7F
                  || c >= 0x80 && c < 0xA0
                  || c == 0xFEFF
                  || c >= 0xD800 && c <= 0xDFFF
                  || c == 0x2028
                  || c == 0x2029
                  || c >= 0xFFFE && c <= 0xFFFF) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
