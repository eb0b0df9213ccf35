package dev.aidp.workflows.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.feature.FeatureState;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureCheckpointsTest {

  private static FeatureCheckpoints of(List<PlanNode> nodes, List<UnitReport> reports) {
    UnitGraph graph = UnitGraph.of(new PlanGraph("plan", nodes));
    FeatureProgress progress =
        FeatureProgress.begin().planned(graph, reports, List.of(), List.of());
    return new FeatureCheckpoints(
        new FeatureState(
            progress.standing(),
            graph.plan(),
            progress.units().all(),
            List.of(),
            progress.conflicts(),
            null,
            null,
            dev.aidp.run.Usage.NONE));
  }

  private static UnitReport done(String id, long second) {
    return UnitReport.unstarted(id, UnitState.COMPLETED, "branch")
        .at("commit-" + id)
        .withTimes(UnitTimes.from(Instant.EPOCH).until(Instant.ofEpochSecond(second)));
  }

  @Test
  void units_are_in_the_order_in_which_they_were_done_and_reused_ones_come_first() {
    List<PlanNode> nodes =
        List.of(PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("c"), PlanNode.of("d"));
    FeatureCheckpoints all =
        of(
            nodes,
            List.of(
                done("a", 9),
                done("b", 3),
                UnitReport.unstarted("c", UnitState.PENDING, "branch").reused("commit-c", "old"),
                UnitReport.unstarted("d", UnitState.FAILED, "branch")));

    assertThat(all.all()).extracting(FeatureCheckpoint::name).containsExactly("@1", "@2", "@3");
    assertThat(all.all()).extracting(FeatureCheckpoint::unit).containsExactly("c", "b", "a");
    assertThat(all.after(1)).containsExactly("b", "a");
  }

  @Test
  void the_first_so_many_of_any_graph_stand_on_nothing_but_each_other() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<PlanNode> nodes = new ArrayList<>();
      List<UnitReport> reports = new ArrayList<>();
      int size = 1 + random.nextInt(20);
      for (int i = 0; i < size; i++) {
        List<String> needs = new ArrayList<>();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(4) == 0) {
            needs.add("u" + j);
          }
        }
        nodes.add(PlanNode.of("u" + i, needs.toArray(String[]::new)));
        reports.add(done("u" + i, random.nextInt(3))); // clocks tell little
      }
      UnitGraph graph = UnitGraph.of(new PlanGraph("plan", nodes));
      Set<String> before = new HashSet<>();
      List<FeatureCheckpoint> all = of(nodes, reports).all();
      for (FeatureCheckpoint each : all) {
        assertThat(before).containsAll(graph.node(each.unit()).dependsOn());
        before.add(each.unit());
      }
      assertThat(before).hasSize(size);
    }
  }
}
