package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.plan.UnitReader.Draft;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a plan and finds all its faults at once. Stateless to its callers. */
public final class PlanReader {

  /**
   * What came of it.
   *
   * @param plan null if there are faults
   * @param faults every finding with its place
   */
  public record Result(@Nullable PlanText plan, List<Detail> faults) {

    /** Returns the graph of a plan that is stored as {@code ref}. */
    public @Nullable PlanGraph graph(String ref) {
      return plan == null
          ? null
          : new PlanGraph(ref, plan.units().stream().map(PlanText.Unit::node).toList());
    }
  }

  private final Findings findings;
  private final Map<String, Draft> units = new LinkedHashMap<>();

  private PlanReader(Findings findings) {
    this.findings = findings;
  }

  /** Reads {@code bytes}; {@code file} is how the text is called in findings. */
  public static Result read(String file, byte[] bytes) {
    Findings findings = new Findings(file);
    PlanReader reader = new PlanReader(findings);
    String feature =
        StrictYaml.read(bytes, findings)
            .map(reader::document)
            .orElseGet(
                () -> {
                  if (findings.none()) {
                    findings.add(dev.aidp.activities.yaml.Place.START, "the plan is empty");
                  }
                  return "";
                });
    return findings.none()
        ? new Result(new PlanText(feature, reader.linked()), ImmutableList.of())
        : new Result(null, findings.details());
  }

  private String document(YamlNode root) {
    Fields plan = Fields.of(root, "a plan", ImmutableList.of("feature", "units"), findings);
    String feature = plan.requiredText("feature");
    units(plan);
    units.values().forEach(this::checkReferences);
    Cycles.of(units.keySet(), this::dependencies).forEach(this::reportCycle);
    return feature;
  }

  private void units(Fields plan) {
    UnitReader reader = new UnitReader(findings);
    List<YamlNode> nodes =
        plan.node("units").orElse(null) instanceof YamlNode.Sequence list
            ? list.items()
            : ImmutableList.of();
    if (nodes.isEmpty()) {
      findings.add(plan.at("units"), "'units' must be a list of at least one unit");
    }
    for (YamlNode node : nodes) {
      Draft unit = reader.read(node);
      String id = unit.id().text();
      if (!id.isEmpty() && units.putIfAbsent(id, unit) != null) {
        findings.add(unit.id().at(), "the id '%s' stands here a second time".formatted(id));
      }
    }
  }

  private void checkReferences(Draft unit) {
    for (YamlNode.Scalar dependency : unit.dependsOn()) {
      if (!units.containsKey(dependency.text())) {
        findings.add(
            dependency.at(), "there is no unit '%s' to depend on".formatted(dependency.text()));
      }
    }
    for (YamlNode.Scalar input : unit.inputs()) {
      int slash = input.text().indexOf('/');
      Draft producer = units.get(input.text().substring(0, slash));
      if (producer == null) {
        findings.add(
            input.at(), "nobody produces '%s': there is no such unit".formatted(input.text()));
      } else if (!producer.outputs().contains(input.text().substring(slash + 1))) {
        findings.add(
            input.at(),
            "nobody produces '%s': it is not among the unit's outputs".formatted(input.text()));
      }
    }
  }

  private void reportCycle(List<String> path) {
    String first = path.get(0);
    String message =
        path.size() == 2
            ? "'%s' depends on itself".formatted(first)
            : "depends on itself in a circle: " + String.join(" -> ", path);
    units.values().stream()
        .filter(unit -> unit.id().text().equals(first))
        .forEach(unit -> findings.add(unit.id().at(), message));
  }

  /** An input implies a dependency on its producer. */
  private Set<String> dependencies(String id) {
    Draft unit = units.get(id);
    if (unit == null) {
      return ImmutableSet.of();
    }
    Set<String> all = new LinkedHashSet<>();
    unit.dependsOn().forEach(d -> all.add(d.text()));
    unit.inputs().forEach(i -> all.add(i.text().substring(0, i.text().indexOf('/'))));
    all.retainAll(units.keySet());
    return all;
  }

  private List<PlanText.Unit> linked() {
    var clashes = Clashes.among(units.values(), this::dependencies);
    List<PlanText.Unit> linked = new ArrayList<>();
    for (Draft unit : units.values()) {
      Set<String> needs = dependencies(unit.id().text());
      PlanNode node =
          new PlanNode(
              unit.id().text(),
              units.keySet().stream().filter(needs::contains).toList(),
              unit.weight(),
              unit.required(),
              unit.retries(),
              unit.allowNoChange(),
              unit.outputs(),
              unit.inputs().stream().map(YamlNode.Scalar::text).distinct().toList(),
              clashes.get(unit.id().text()));
      linked.add(new PlanText.Unit(node, unit.task(), unit.files(), unit.checks()));
    }
    return linked;
  }
}
