package dev.aidp.workflows.plan;

import static dev.aidp.workflows.script.Samples.claiming;
import static dev.aidp.workflows.script.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.wire.Wire;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnitGraphTest {

  @Test
  void units_clash_where_files_may_overlap_and_no_chain_of_dependencies_orders_them() {
    UnitGraph graph =
        UnitGraph.of(
            plan(
                claiming(PlanNode.of("c", "b"), "src/**"),
                PlanNode.of("b", "a"),
                claiming(PlanNode.of("a"), "src/a"),
                claiming(PlanNode.of("d"), "**/a"),
                claiming(PlanNode.of("e"), "src/e/f"),
                PlanNode.of("f")));

    assertThat(
            graph.ids().stream()
                .map(a -> a + graph.ids().stream().filter(b -> clash(graph, a, b)).toList()))
        .containsExactly("c[d, e]", "b[]", "a[d]", "d[c, a]", "e[c]", "f[]");
  }

  @Test
  void what_a_run_keeps_of_a_plan_grows_with_its_units_and_not_with_their_pairs() {
    assertThat(size(1_000)).isLessThan(11 * size(100)).isLessThan(200_000);
  }

  @Test
  @Timeout(20)
  void a_plan_of_ten_thousand_units_in_one_chain_is_known_at_once() {
    UnitGraph graph =
        UnitGraph.of(
            new PlanGraph(
                "plan",
                IntStream.range(0, 10_000)
                    .mapToObj(i -> i == 0 ? PlanNode.of("u0") : PlanNode.of("u" + i, "u" + (i - 1)))
                    .toList()));

    assertThat(graph.needs("u9999", "u0")).isTrue();
    assertThat(graph.needs("u0", "u9999")).isFalse();
    assertThat(graph.ids().stream().filter(id -> graph.needs("u3", id)))
        .containsExactly("u0", "u1", "u2");
    assertThat(graph.inOrder()).hasSize(10_000).startsWith("u0", "u1").endsWith("u9999");
    assertThat(graph.required()).hasSize(10_000);
  }

  private static int size(int units) {
    return Wire.json(
            new PlanGraph(
                "plan",
                IntStream.range(0, units)
                    .mapToObj(i -> claiming(PlanNode.of("unit-" + i), "src/**"))
                    .toList()))
        .length();
  }

  private static boolean clash(UnitGraph graph, String a, String b) {
    assertThat(graph.clash(a, b)).isEqualTo(graph.clash(b, a));
    return !a.equals(b) && graph.clash(a, b);
  }
}
