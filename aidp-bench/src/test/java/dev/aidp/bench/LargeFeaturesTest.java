package dev.aidp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aidp.bench.report.Machine;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanText;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.WorkerPlaces;
import dev.aidp.testkit.temporal.InMemoryServer;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.wire.ByReference;
import dev.aidp.workflows.workloop.UnitActivitiesImpl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded and sent of a feature does not grow with it but by its units. */
class LargeFeaturesTest {

  private static final int TEN_THOUSAND = 10_000;

  /** An event says whom it is of, too. */
  private static final int EVENT = ByReference.MOST + 2048;

  private static final double FLAT = 0.2;

  @TempDir Path folder;

  private interface Work {
    void with(Engine engine);
  }

  private Path natively(Work work) {
    TrivialSteps steps = new TrivialSteps();
    Path file = folder.resolve("aidp.db");
    try (Database database = Database.open(file);
        NativeEngine engine =
            NativeEngine.builder(database)
                .workflow(Workflows.definitions().toArray(WorkflowDefinition<?>[]::new))
                .activities(steps, new UnitActivitiesImpl(steps, steps, steps, steps, steps))
                .artifacts(UnitCosts.artifacts(folder))
                .sizes(sizes())
                .build()) {
      work.with(engine);
    }
    return file;
  }

  private void onTemporal(InMemoryServer server, Work work) {
    TrivialSteps steps = new TrivialSteps();
    try (TemporalEngine engine =
        TemporalEngine.connect(
            UnitCosts.settings(server.target(), folder), Workflows.definitions())) {
      engine.host(
          List.of(steps, new UnitActivitiesImpl(steps, steps, steps, steps, steps)),
          new WorkerPlaces(sizes()));
      work.with(engine);
    }
  }

  private static PoolSizes sizes() {
    return new PoolSizes(UnitCosts.PARALLEL, UnitCosts.PARALLEL, UnitCosts.PARALLEL);
  }

  /** Runs the merge of ten thousand units, as a feature of them would. */
  private static void merge(Engine engine) {
    PlanGraph graph =
        Objects.requireNonNull(
            new TrivialSteps().read(new PlanText("" + TEN_THOUSAND, Map.of())).graph());
    List<UnitHead> finished =
        graph.nodes().stream()
            .map(node -> new UnitHead(node.id(), TrivialSteps.hash(node.id())))
            .toList();
    MergeWork work =
        new MergeWork(
            "many",
            1,
            graph,
            finished,
            RunSettings.of("true", new Check("check", "true")),
            new MergeWork.Into("0".repeat(40), "aidp/many", null, false),
            null,
            MergeWork.Known.NOTHING);
    engine.start(
        "many",
        MergeAtomicUnitsWorkflow.class,
        merge -> merge.run(MergeRequest.resolved(work)),
        Labels.NONE);
    MergeResult end = engine.result("many", MergeResult.class).join().orThrow();
    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.report().order()).hasSize(TEN_THOUSAND);
  }

  @Test
  void a_merge_of_ten_thousand_units_records_no_large_value_natively() throws SQLException {
    Path file = natively(LargeFeaturesTest::merge);

    assertThat(NativeCosts.recorded(file, "max")).isLessThanOrEqualTo(ByReference.MOST);
  }

  @Tag("long")
  @Test
  void a_merge_of_ten_thousand_units_sends_no_large_value_to_temporal() {
    try (InMemoryServer server = InMemoryServer.start()) {
      onTemporal(server, LargeFeaturesTest::merge);

      assertThat(UnitCosts.cost(server.target(), "many").largest()).isLessThan(EVENT);
    }
  }

  @Test
  void a_unit_of_a_thousand_records_as_much_as_one_of_a_hundred_natively() throws SQLException {
    double[] bytes = new double[2];
    for (int i = 0; i < 2; i++) {
      int units = i == 0 ? 100 : 1000;
      Path file = natively(engine -> UnitCosts.run(engine, "many", units));
      assertThat(NativeCosts.recorded(file, "max")).isLessThanOrEqualTo(ByReference.MOST);
      bytes[i] = (double) NativeCosts.recorded(file, "sum") / units;
      Machine.delete(file);
    }

    assertThat(bytes[1]).isCloseTo(bytes[0], within(FLAT * bytes[0]));
  }

  @Tag("long")
  @Test
  void a_unit_of_a_thousand_sends_as_much_to_temporal_as_one_of_a_hundred() {
    UnitCosts.Cost[] costs = new UnitCosts.Cost[2];
    for (int i = 0; i < 2; i++) {
      int units = i == 0 ? 100 : 1000;
      try (InMemoryServer server = InMemoryServer.start()) {
        onTemporal(server, engine -> UnitCosts.run(engine, "many", units));
        costs[i] = UnitCosts.cost(server.target(), units);
      }
      assertThat(costs[i].largest()).isLessThan(EVENT);
    }

    assertThat(costs[1].bytes() / 1000)
        .isCloseTo(costs[0].bytes() / 100, within(FLAT * costs[0].bytes() / 100));
    assertThat(costs[1].events() / 1000)
        .isCloseTo(costs[0].events() / 100, within(FLAT * costs[0].events() / 100));
  }
}
