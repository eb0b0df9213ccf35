package dev.aidp.runtime.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Limits;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Tuning;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The workflows on the native engine, with real threads, timers and messages. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FlowsOnNativeTest {

  private final SmallWorld world = new SmallWorld();
  private Database database;
  private NativeEngine engine;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = Database.open(folder.resolve("aidp.db"));
    engine =
        NativeEngine.builder(database)
            .workflow(Workflows.definitions().toArray(new WorkflowDefinition<?>[0]))
            .activities(world)
            .build();
    PlanNode d = PlanNode.of("d", "b", "c");
    world.plans.put(
        "plan",
        new PlanGraph(
            "plan", List.of(PlanNode.of("a"), PlanNode.of("b", "a"), PlanNode.of("c"), d)));
  }

  @AfterEach
  void close() {
    engine.close();
    database.close();
  }

  @Test
  void a_feature_becomes_one_branch() {
    FeatureState end = feature(null);

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.commit()).isEqualTo("a+b+base+c+d");
    assertThat(world.branches).containsKeys("aidp/f", "aidp-units/f/d");
  }

  @Test
  void cancel_ends_a_hanging_agent_and_the_run_reports() throws InterruptedException {
    world.hanging.add("c");
    start(null);
    world.hangs.await();
    engine.signal("f", FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflow::cancel);

    assertThat(result().state()).isEqualTo(RunState.CANCELLED);
    assertThat(result().units().get(3).state()).isEqualTo(UnitState.SKIPPED);
  }

  @Test
  void a_features_time_ends_it() {
    world.hanging.add("c");

    FeatureState end = feature(Duration.ofMillis(700));

    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(end.error().kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void a_loops_time_ends_it_even_if_it_was_set_later() throws InterruptedException {
    world.hanging.add("loop");
    UnitWork work =
        new UnitWork(
            "l",
            1,
            "plan",
            PlanNode.of("loop"),
            settings(null),
            new UnitWork.Into("base", "b", null),
            UnitWork.Given.NOTHING,
            UnitWork.Before.NOTHING);
    engine.start("l", WorkLoopWorkflow.class, loop -> loop.run(WorkLoopRequest.resolved(work)));
    world.hangs.await();
    engine.signal(
        "l",
        WorkLoopWorkflow.class,
        loop -> loop.reloadConfig(new Tuning(null, Duration.ofMillis(100))));

    UnitResult result = engine.<UnitResult>result("l", UnitResult.class).join().orThrow();

    assertThat(result.report().error().kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(result.cancelled()).isFalse();
  }

  private FeatureState feature(Duration time) {
    start(time);
    return result();
  }

  private void start(Duration time) {
    FeatureWork request =
        new FeatureWork("f", 1, "text", "plan", settings(time), "base", "aidp/f", null);
    engine.start(
        "f",
        FeatureOrchestrationWorkflow.class,
        feature -> feature.run(FeatureRequest.resolved(request)));
  }

  private FeatureState result() {
    return engine.<FeatureState>result("f", FeatureState.class).join().orThrow();
  }

  private static RunSettings settings(Duration time) {
    return RunSettings.of(
        Map.of(Role.CODER, AgentChain.command("agent")),
        List.of(),
        Limits.defaults().with(new Tuning(3, time)));
  }
}
