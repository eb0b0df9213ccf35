package dev.aidp.workflows.merge;

import static dev.aidp.workflows.script.Samples.optional;
import static dev.aidp.workflows.script.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.script.Graphs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MergeOrderTest {

  @Test
  void takes_a_required_unit_before_an_optional_one() {
    PlanGraph plan = plan(optional(PlanNode.of("a")), PlanNode.of("b"));

    assertThat(order(plan)).containsExactly("b", "a");
  }

  @Test
  void counts_an_optional_unit_as_required_if_a_required_one_needs_it() {
    PlanGraph plan =
        plan(
            optional(PlanNode.of("a")),
            optional(PlanNode.of("x")),
            optional(PlanNode.of("b", "x")),
            PlanNode.of("c", "b"));

    assertThat(order(plan)).containsExactly("x", "b", "c", "a");
  }

  @Test
  void is_what_the_rule_says_for_any_plan() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      PlanGraph plan = Graphs.random(random);
      List<String> ids = plan.nodes().stream().map(PlanNode::id).toList();
      List<String> finished = Graphs.some(ids, random, 0.8);
      Set<String> out = new LinkedHashSet<>(Graphs.some(ids, random, 0.2));
      MergeOrder order = new MergeOrder(UnitGraph.of(plan), finished);
      List<String> joined = new ArrayList<>();

      Optional<String> next = next(order, joined, out);
      while (next.isPresent()) {
        assertThat(next).as("seed %d", seed).isEqualTo(stated(plan, finished, joined, out));
        joined.add(next.get());
        next = next(order, joined, out);
      }

      assertThat(stated(plan, finished, joined, out)).as("seed %d", seed).isEmpty();
      assertThat(joined.size() + order.stranded(joined, out).size())
          .as("seed %d", seed)
          .isEqualTo((int) finished.stream().filter(id -> !out.contains(id)).count());
    }
  }

  /** The rule again, by going through all units in its words. */
  private static Optional<String> stated(
      PlanGraph plan, List<String> finished, List<String> joined, Set<String> out) {
    String best = null;
    for (PlanNode node : plan.nodes()) {
      boolean may =
          finished.contains(node.id()) && !joined.contains(node.id()) && !out.contains(node.id());
      if (may && joined.containsAll(node.dependsOn())) {
        if (best == null || required(plan, node.id()) && !required(plan, best)) {
          best = node.id();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean required(PlanGraph plan, String id) {
    return plan.nodes().stream()
        .anyMatch(
            node ->
                node.id().equals(id) && node.rules().required()
                    || node.dependsOn().contains(id) && required(plan, node.id()));
  }

  private static List<String> order(PlanGraph plan) {
    List<String> ids = plan.nodes().stream().map(PlanNode::id).toList();
    MergeOrder order = new MergeOrder(UnitGraph.of(plan), ids);
    List<String> joined = new ArrayList<>();
    while (next(order, joined, Set.of()).isPresent()) {
      joined.add(next(order, joined, Set.of()).get());
    }
    return joined;
  }

  private static Optional<String> next(
      MergeOrder order, Collection<String> joined, Collection<String> out) {
    return order.next(joined, out, 1).stream().findFirst();
  }
}
