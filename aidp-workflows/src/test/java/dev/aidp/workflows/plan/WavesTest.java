package dev.aidp.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WavesTest {

  private static final long SEED = 20_261_121L;

  @Test
  void a_unit_comes_in_the_wave_after_the_last_that_it_needs() {
    PlanGraph plan =
        plan(PlanNode.of("c", "b"), PlanNode.of("a"), PlanNode.of("b", "a"), PlanNode.of("d"));

    assertThat(Waves.of(plan))
        .containsExactly(ImmutableList.of("a", "d"), ImmutableList.of("b"), ImmutableList.of("c"));
  }

  @Test
  void a_wave_is_no_wider_than_asked() {
    PlanGraph plan = plan(PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("c"));

    assertThat(Waves.of(plan, 2))
        .containsExactly(ImmutableList.of("a", "b"), ImmutableList.of("c"));
    assertThatThrownBy(() -> Waves.of(plan, 0)).hasMessageContaining("at least one unit");
  }

  @Test
  void an_unchecked_plan_with_a_cycle_is_refused_and_not_walked_for_ever() {
    PlanGraph plan = plan(PlanNode.of("a", "b"), PlanNode.of("b", "a"));

    assertThatThrownBy(() -> Waves.of(plan)).hasMessageContaining("cycle");
  }

  @Test
  void every_unit_is_in_one_wave_after_what_it_needs_and_never_beside_one_it_clashes_with() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      PlanGraph plan = RandomPlans.of(random);
      int width = 1 + random.nextInt(5);

      ImmutableList<ImmutableList<String>> waves = Waves.of(plan, width);

      String name = "plan " + i + " of seed " + SEED + ": " + plan;
      assertThat(waves.stream().flatMap(List::stream))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(plan.nodes().stream().map(PlanNode::id).toList());
      assertThat(waves).as(name).allSatisfy(wave -> assertThat(wave).hasSizeBetween(1, width));
      assertSound(plan, waves, name);
    }
  }

  @Test
  void no_plan_has_fewer_waves_than_its_longest_chain() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      PlanGraph plan = RandomPlans.of(random);

      ImmutableList<String> path = CriticalPath.of(plan);

      String name = "plan " + i + " of seed " + SEED + ": " + plan;
      UnitGraph graph = UnitGraph.of(plan);
      for (int k = 1; k < path.size(); k++) {
        assertThat(graph.node(path.get(k)).dependsOn()).as(name).contains(path.get(k - 1));
      }
      assertThat(path).as(name).hasSize(unclashed(plan));
      assertThat(Waves.of(plan).size()).as(name).isGreaterThanOrEqualTo(path.size());
    }
  }

  @Test
  void among_equal_chains_the_first_of_the_plan_is_the_critical_one() {
    PlanGraph plan =
        plan(PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("d", "b"), PlanNode.of("c", "a"));

    assertThat(CriticalPath.of(plan)).containsExactly("b", "d");
  }

  /** Without clashes and without a limit there are as many waves as the longest chain has units. */
  private static int unclashed(PlanGraph plan) {
    List<PlanNode> nodes = new ArrayList<>();
    plan.nodes().forEach(n -> nodes.add(PlanNode.of(n.id(), n.dependsOn().toArray(String[]::new))));
    return Waves.of(new PlanGraph("plan", nodes)).size();
  }

  private static void assertSound(
      PlanGraph plan, ImmutableList<ImmutableList<String>> waves, String name) {
    List<String> before = new ArrayList<>();
    for (ImmutableList<String> wave : waves) {
      for (PlanNode node : plan.nodes()) {
        if (wave.contains(node.id())) {
          assertThat(before).as(name).containsAll(node.dependsOn());
          plan.nodes().stream()
              .filter(other -> !other.equals(node) && wave.contains(other.id()))
              .forEach(other -> assertThat(disjoint(node, other)).as(name).isTrue());
        }
      }
      before.addAll(wave);
    }
  }

  /** The claims of random plans stand for themselves. */
  private static boolean disjoint(PlanNode node, PlanNode other) {
    return Collections.disjoint(node.files(), other.files());
  }

  private static PlanGraph plan(PlanNode... nodes) {
    return new PlanGraph("plan", ImmutableList.copyOf(nodes));
  }
}
