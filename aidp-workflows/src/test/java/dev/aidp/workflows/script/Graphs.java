package dev.aidp.workflows.script;

import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflow.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Random plans: the plan's order is not the order of the dependencies. */
public final class Graphs {

  private Graphs() {}

  public static PlanGraph random(Random random) {
    int size = 1 + random.nextInt(9);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add("u" + i);
    }
    Collections.shuffle(names, random);
    List<PlanNode> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(
          node(
              names.get(i),
              some(names.subList(0, i), random, 0.3),
              some(names, random, 0.1),
              random));
    }
    Collections.shuffle(nodes, random);
    return new PlanGraph("plan", nodes);
  }

  public static List<String> some(List<String> names, Random random, double share) {
    return names.stream().filter(each -> random.nextDouble() < share).toList();
  }

  private static PlanNode node(String id, List<String> needs, List<String> others, Random random) {
    return new PlanNode(
        id,
        needs,
        Step.Weight.STANDARD,
        PlanNode.Rules.DEFAULT.withRequired(random.nextInt(3) > 0),
        List.of(),
        List.of(),
        Stream.concat(Stream.of(id), others.stream()).distinct().toList());
  }

  /** What a plan is after an edit, as far as tests say dependencies and capacities. */
  public static PlanGraph edited(PlanGraph plan, PlanEdit edit) {
    Map<String, Integer> capacities = new LinkedHashMap<>(plan.capacities());
    if (edit.room() != null) {
      capacities.putAll(edit.room().capacities());
    }
    List<PlanNode> nodes = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      if (edit.unit() == null || !edit.unit().id().equals(node.id())) {
        nodes.add(node);
      } else if (edit.kind() != PlanEdit.Kind.REMOVE) {
        nodes.add(needing(node, edit.unit().needs().orElse(node.dependsOn())));
      }
    }
    if (edit.kind() == PlanEdit.Kind.ADD) {
      nodes.add(needing(PlanNode.of(edit.unit().id()), edit.unit().needs().orElse(List.of())));
    }
    return new PlanGraph("plan", nodes, capacities);
  }

  /** What a plan is in which a unit has these parts. */
  public static PlanGraph divided(PlanGraph plan, String unit, PlanGraph parts) {
    List<String> names = parts.nodes().stream().map(part -> unit + "-" + part.id()).toList();
    List<PlanNode> nodes = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      if (!node.id().equals(unit)) {
        nodes.add(node);
        continue;
      }
      nodes.add(
          needing(node, Stream.concat(node.dependsOn().stream(), names.stream()).toList())
              .withRules(
                  node.rules().withNesting(new PlanNode.Nesting(true, node.partOf(), names))));
      for (PlanNode part : parts.nodes()) {
        PlanNode named =
            new PlanNode(
                unit + "-" + part.id(),
                Stream.concat(
                        node.dependsOn().stream(),
                        part.dependsOn().stream().map(need -> unit + "-" + need))
                    .toList(),
                part.weight(),
                part.rules().withNesting(new PlanNode.Nesting(part.divides(), unit, List.of())),
                part.outputs(),
                part.inputs(),
                part.files());
        nodes.add(named);
      }
    }
    return new PlanGraph("plan", nodes, plan.capacities());
  }

  private static PlanNode needing(PlanNode node, List<String> needs) {
    return new PlanNode(
        node.id(),
        needs,
        node.weight(),
        node.rules(),
        node.outputs(),
        node.inputs(),
        node.files(),
        node.demand());
  }
}
