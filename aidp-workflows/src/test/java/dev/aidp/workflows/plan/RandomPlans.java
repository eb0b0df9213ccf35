package dev.aidp.workflows.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflow.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Acyclic plans in which a unit may stand before what it needs, as people write them. */
final class RandomPlans {

  private RandomPlans() {}

  static PlanGraph of(Random random) {
    int size = 1 + random.nextInt(12);
    List<PlanNode> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(node(i, random));
    }
    Collections.shuffle(nodes, random);
    return new PlanGraph("plan", nodes);
  }

  private static PlanNode node(int number, Random random) {
    List<String> needs = new ArrayList<>();
    List<String> files = new ArrayList<>(List.of("u" + number));
    for (int earlier = 0; earlier < number; earlier++) {
      switch (random.nextInt(5)) {
        case 0 -> needs.add("u" + earlier);
        case 1 -> files.add("u" + earlier);
        default -> {}
      }
    }
    Collections.shuffle(needs, random);
    return new PlanNode(
        "u" + number,
        needs,
        Step.Weight.values()[random.nextInt(3)],
        PlanNode.Rules.DEFAULT.withRequired(random.nextBoolean()),
        ImmutableList.of(),
        ImmutableList.of(),
        files);
  }
}
