package dev.aidp.activities.plan;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.plan.ArtifactReader.Input;
import dev.aidp.activities.plan.ArtifactReader.Output;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.plan.Glob;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Check;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitAction;
import dev.aidp.workflow.Step.Weight;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one unit by itself; what it says of other units is judged by {@link PlanReader}. */
final class UnitReader {

  private static final ImmutableList<String> KEYS =
      ImmutableList.of(
          "id",
          "task",
          "files",
          "class",
          "outputs",
          "depends_on",
          "inputs",
          "required",
          "retries",
          "allow_no_change",
          "strategy",
          "separate_checks",
          "if_needs_fail",
          "estimate",
          "resources",
          "checks",
          "kind",
          "part_of",
          "run",
          "until",
          "interval",
          "backoff",
          "timeout");
  private static final ImmutableList<String> CLASSES =
      ImmutableList.of("lightweight", "standard", "heavyweight");
  private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");

  /** A unit as it was written. */
  record Draft(
      YamlNode.Scalar id,
      String task,
      List<Glob> files,
      Weight weight,
      List<Output> outputs,
      Needs needs,
      PlanNode.Rules rules,
      List<Check> checks) {}

  /** What a unit says of others, and of what they share. */
  record Needs(
      List<YamlNode.Scalar> dependsOn,
      List<Input> inputs,
      ResourceReader.Taken takes,
      YamlNode.@Nullable Scalar partOf) {}

  private final Findings findings;
  private final boolean anyId;

  UnitReader(Findings findings, boolean anyId) {
    this.findings = findings;
    this.anyId = anyId;
  }

  Draft read(YamlNode node) {
    Fields fields = Fields.of(node, "a unit", KEYS, findings);
    UnitAction action = new ActionReader(findings).read(fields);
    YamlNode.Scalar partOf = partOf(fields);
    boolean divides =
        fields.node("kind").orElse(null) instanceof YamlNode.Scalar kind
            && kind.text().equals("feature");
    ArtifactReader artifacts = new ArtifactReader(findings);
    return new Draft(
        id(fields),
        task(fields, action),
        files(fields),
        weight(fields),
        artifacts.outputs(fields),
        new Needs(
            fields.texts("depends_on"),
            artifacts.inputs(fields),
            new ResourceReader(findings).taken(fields),
            partOf),
        new PlanNode.Rules(
            fields.truth("required", true),
            fields.number("retries", 0),
            fields.truth("allow_no_change", action != null || divides),
            fields.oneOf("strategy", Strategy.class).orElse(null),
            fields.truth("separate_checks", false),
            action,
            fields.oneOf("if_needs_fail", PlanNode.IfNeedsFail.class).orElse(null),
            divides || partOf != null
                ? new PlanNode.Nesting(
                    divides, partOf == null ? null : partOf.text(), ImmutableList.of())
                : null),
        checks(fields));
  }

  /** What a command is for, it may say itself. */
  private static String task(Fields fields, @Nullable UnitAction action) {
    return action != null && fields.node("task").isEmpty()
        ? action.command()
        : fields.requiredText("task");
  }

  private static YamlNode.@Nullable Scalar partOf(Fields fields) {
    return fields.node("part_of").isEmpty()
        ? null
        : new YamlNode.Scalar(fields.requiredText("part_of"), false, fields.at("part_of"));
  }

  private YamlNode.Scalar id(Fields fields) {
    String id = fields.requiredText("id");
    if (!anyId && !id.isBlank() && !ID.matcher(id).matches()) {
      findings.add(
          fields.at("id"),
          "'%s' is not an id: 1 to 64 of a-z, 0-9, '-' and '_', with a letter or digit at both ends"
              .formatted(id));
    }
    return new YamlNode.Scalar(id, false, fields.at("id"));
  }

  private List<Glob> files(Fields fields) {
    ImmutableList.Builder<Glob> files = ImmutableList.builder();
    for (YamlNode.Scalar file : fields.texts("files")) {
      try {
        files.add(Glob.of(file.text()));
      } catch (IllegalArgumentException e) {
        findings.add(file.at(), String.valueOf(e.getMessage()));
      }
    }
    return files.build();
  }

  private Weight weight(Fields fields) {
    return fields
        .oneOf("class", CLASSES)
        .map(name -> Weight.valueOf(name.toUpperCase(Locale.ROOT)))
        .orElse(Weight.STANDARD);
  }

  private List<Check> checks(Fields fields) {
    ImmutableList.Builder<Check> checks = ImmutableList.builder();
    for (YamlNode.Entry entry : fields.byName("checks")) {
      String name = entry.key().text();
      if (name.isBlank() || CharMatcher.javaIsoControl().matchesAnyOf(name)) {
        findings.add(entry.key().at(), "'%s' is not the name of a check".formatted(name));
      }
      checks.add(CheckReader.read(name, entry.value(), findings));
    }
    return checks.build();
  }
}
