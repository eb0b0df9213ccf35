package dev.aidp.workflows.schedule;

import static dev.aidp.workflows.script.Samples.claiming;
import static dev.aidp.workflows.script.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final int ALL = 100;

  @Test
  void the_longest_way_to_the_end_goes_first() {
    PlanGraph plan = plan(taking("short", 3), taking("long", 5), taking("last", 5, "long"));

    assertThat(ends(plan, 1)).containsExactly("long 5", "last 10", "short 13");
    assertThat(ends(plan, 2)).containsExactlyInAnyOrder("long 5", "short 3", "last 10");
  }

  @Test
  void nobody_takes_more_than_there_is() {
    PlanGraph plan =
        new PlanGraph(
            "plan",
            List.of(
                taking("a", 4, Map.of("gpu", 2)),
                taking("b", 4, Map.of("gpu", 1)),
                taking("c", 4, Map.of("gpu", 1)),
                taking("d", 4)),
            Map.of("gpu", 2));

    assertThat(Simulation.makespan(simulated(plan, ALL))).isEqualTo(Duration.ofMinutes(8));
    assertThat(simulated(plan, ALL).stream().filter(unit -> unit.start().isZero()))
        .extracting(Simulation.Ran::unit)
        .contains("d")
        .hasSizeLessThan(4);
  }

  @Test
  void a_class_is_a_pool_once_somebody_says_how_much_there_is_of_it() {
    PlanGraph plan = plan(heavy("a"), heavy("b"), heavy("c"), taking("light", 5));

    assertThat(Simulation.makespan(simulated(plan, ALL))).isEqualTo(Duration.ofMinutes(5));
    assertThat(
            Simulation.makespan(
                simulated(new PlanGraph("plan", plan.nodes(), Map.of("heavyweight", 2)), ALL)))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void what_may_write_the_same_files_never_runs_side_by_side() {
    PlanGraph plan =
        plan(
            claiming(PlanNode.of("a"), "src/**").withDemand(minutes(3)),
            claiming(PlanNode.of("b"), "src/x").withDemand(minutes(3)),
            claiming(PlanNode.of("c"), "docs").withDemand(minutes(3)));

    assertThat(ends(plan, ALL)).containsExactlyInAnyOrder("a 3", "c 3", "b 6");
  }

  @Test
  void small_units_do_not_overtake_a_large_one_for_ever() {
    PlanNode[] nodes = new PlanNode[21];
    nodes[0] = taking("large", 5, Map.of("gpu", 2));
    for (int i = 1; i <= 20; i++) {
      nodes[i] = PlanNode.of("small" + i).withDemand(new PlanNode.Demand(null, Map.of("gpu", 1)));
    }
    UnitGraph graph = UnitGraph.of(new PlanGraph("plan", List.of(nodes), Map.of("gpu", 2)));
    Board board = new Board(graph);
    board.start("small7", Instant.EPOCH);
    Dispatcher dispatcher = new Dispatcher(graph);

    assertThat(dispatcher.planned()).isFalse();
    assertThat(dispatcher.starts(board, ALL, Instant.EPOCH)).isEmpty();
    board.end("small7", true);
    assertThat(dispatcher.starts(board, ALL, Instant.EPOCH)).containsExactly("large");
  }

  @Test
  void a_ready_unit_may_wait_for_a_more_urgent_one_that_comes_soon() {
    // Whoever starts filler at once delays the long way by nine minutes.
    PlanGraph plan =
        new PlanGraph(
            "plan",
            List.of(
                taking("filler", 10, Map.of("gpu", 1)),
                taking("first", 1),
                needing(taking("long", 20, Map.of("gpu", 1)), "first"),
                taking("after", 10, "long")),
            Map.of("gpu", 1));

    assertThat(ends(plan, ALL))
        .containsExactlyInAnyOrder("first 1", "long 21", "after 31", "filler 31");
  }

  @Test
  void published_shapes_reach_their_bound() {
    // Eight pairs that fit each other exactly: 2 + 1 of 3, three minutes each.
    PlanNode[] nodes = new PlanNode[16];
    for (int i = 0; i < 8; i++) {
      nodes[i] = taking("one" + i, 3, Map.of("cpu", 1));
      nodes[8 + i] = taking("two" + i, 3, Map.of("cpu", 2));
    }
    PlanGraph plan = new PlanGraph("plan", List.of(nodes), Map.of("cpu", 3));

    assertThat(Simulation.makespan(simulated(plan, ALL))).isEqualTo(Duration.ofMinutes(24));
  }

  private static List<String> ends(PlanGraph plan, int parallel) {
    return simulated(plan, parallel).stream()
        .map(unit -> unit.unit() + " " + unit.end().toMinutes())
        .toList();
  }

  private static List<Simulation.Ran> simulated(PlanGraph plan, int parallel) {
    return Simulation.of(plan, Duration.ofMinutes(1), parallel);
  }

  static PlanNode taking(String id, int minutes, String... needs) {
    return PlanNode.of(id, needs).withDemand(minutes(minutes));
  }

  static PlanNode taking(String id, int minutes, Map<String, Integer> resources) {
    return PlanNode.of(id).withDemand(new PlanNode.Demand(Duration.ofMinutes(minutes), resources));
  }

  private static PlanNode needing(PlanNode node, String... needs) {
    return PlanNode.of(node.id(), needs).withDemand(node.demand());
  }

  private static PlanNode heavy(String id) {
    return new PlanNode(
        id,
        List.of(),
        Step.Weight.HEAVYWEIGHT,
        PlanNode.Rules.DEFAULT,
        List.of(),
        List.of(),
        List.of(),
        minutes(5));
  }

  private static PlanNode.Demand minutes(int minutes) {
    return new PlanNode.Demand(Duration.ofMinutes(minutes), Map.of());
  }
}
