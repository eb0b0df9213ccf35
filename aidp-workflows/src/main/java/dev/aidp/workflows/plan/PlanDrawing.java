package dev.aidp.workflows.plan;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Count;
import dev.aidp.workflow.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plan as text: its waves, who waits for whom, the critical path, and which units are kept apart
 * because they may write the same files. Plain lines of at most {@value Paragraph#WIDTH}
 * characters; equal plans give equal texts.
 */
public final class PlanDrawing {

  /** Longer ids push what is said of them to the next line. */
  private static final int LONGEST_COLUMN = 24;

  private final PlanGraph plan;
  private final Map<String, Map<String, SchemaSource>> schemas;
  private final UnitGraph graph;
  private final ImmutableList<ImmutableList<String>> waves;
  private final ImmutableList<String> criticalPath;
  private final int column;
  private final Paragraph text = new Paragraph();

  private PlanDrawing(PlanGraph plan, Map<String, Map<String, SchemaSource>> schemas, int width) {
    this.plan = plan;
    this.schemas = schemas;
    this.graph = UnitGraph.of(plan);
    this.waves = Waves.of(plan, width);
    this.criticalPath = CriticalPath.of(plan);
    this.column =
        Math.min(LONGEST_COLUMN, graph.ids().stream().mapToInt(String::length).max().orElse(0));
  }

  /** Returns the drawing of {@code plan}, run with at most {@code width} units at once. */
  public static String of(Plan plan, int width) {
    Map<String, Map<String, SchemaSource>> schemas = new LinkedHashMap<>();
    plan.units().forEach(unit -> schemas.put(unit.node().id(), unit.schemas()));
    return new PlanDrawing(plan.graph(""), schemas, width).draw(plan.feature());
  }

  /** Returns the drawing of the plan of {@code feature}, run with at most {@code width} at once. */
  public static String of(String feature, PlanGraph plan, int width) {
    return new PlanDrawing(plan, ImmutableMap.of(), width).draw(feature);
  }

  private String draw(String feature) {
    text.add("", "", feature);
    text.add("", "", counted());
    ImmutableSet<String> required = graph.required();
    for (int i = 0; i < waves.size(); i++) {
      text.blank();
      text.line("wave " + (i + 1));
      waves.get(i).forEach(id -> unit(graph.node(id), required.contains(id)));
    }
    text.blank();
    text.add("* critical path: ", "    ", String.join(" -> ", criticalPath));
    clashes();
    return text.toString();
  }

  private String counted() {
    int widest = waves.stream().mapToInt(List::size).max().orElse(0);
    return "%s in %s, at most %d at once; the longest chain is %d"
        .formatted(
            Count.of(plan.nodes().size(), "unit"),
            Count.of(waves.size(), "wave"),
            widest,
            criticalPath.size());
  }

  private void unit(PlanNode node, boolean required) {
    String name =
        (criticalPath.contains(node.id()) ? "  * " : "    ")
            + Strings.padEnd(node.id(), column, ' ');
    String indent = " ".repeat(4 + column + 2);
    String said = said(node, required);
    if (node.id().length() > column) {
      text.line(name);
      text.add(indent, indent, said);
    } else {
      text.add(name + "  ", indent, said);
    }
  }

  private String said(PlanNode node, boolean required) {
    List<String> parts = new ArrayList<>();
    if (node.weight() != Step.Weight.STANDARD) {
      parts.add(node.weight().name().toLowerCase(Locale.ROOT));
    }
    if (node.divides() && node.parts().isEmpty()) {
      parts.add("a feature, to be planned");
    }
    if (node.partOf() != null) {
      parts.add("part of " + node.partOf());
    }
    if (!required) {
      parts.add("optional");
    }
    if (!node.dependsOn().isEmpty()) {
      parts.add("after " + String.join(", ", node.dependsOn()));
    }
    if (!node.outputs().isEmpty()) {
      parts.add("leaves " + held(node, node.outputs()));
    }
    Map<String, SchemaSource> expected = schemas.getOrDefault(node.id(), Map.of());
    List<String> gets = node.inputs().stream().filter(expected::containsKey).toList();
    if (!gets.isEmpty()) {
      parts.add("expects " + held(node, gets));
    }
    return String.join("; ", parts);
  }

  /** Returns artifacts, each with the schema that it is held against. */
  private String held(PlanNode node, List<String> artifacts) {
    Map<String, SchemaSource> known = schemas.getOrDefault(node.id(), Map.of());
    return artifacts.stream()
        .map(
            name -> {
              SchemaSource schema = known.get(name);
              return schema == null ? name : "%s (by %s)".formatted(name, schema.shown());
            })
        .collect(Collectors.joining(", "));
  }

  private String why(String one, String other) {
    List<String> files = graph.contested(one, other);
    return " (%s%s)"
        .formatted(
            files.get(0), files.size() == 1 ? "" : ", and %d more".formatted(files.size() - 1));
  }

  /** Each pair stands once, with the unit that comes first in the plan. */
  private void clashes() {
    List<String> seen = new ArrayList<>();
    boolean titled = false;
    for (PlanNode node : plan.nodes()) {
      seen.add(node.id());
      List<String> later =
          graph.ids().stream()
              .filter(id -> !seen.contains(id) && graph.clash(node.id(), id))
              .toList();
      if (!later.isEmpty()) {
        if (!titled) {
          text.blank();
          text.line("may write the same files, so never side by side:");
          titled = true;
        }
        text.add(
            "    " + node.id() + " and ",
            " ".repeat(8),
            later.stream().map(id -> id + why(node.id(), id)).collect(Collectors.joining(", ")));
      }
    }
  }
}
