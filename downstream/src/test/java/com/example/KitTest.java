package com.example;

import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.Plan;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.CodedAgent;
import dev.aidp.testkit.agent.FaultPlan;
import dev.aidp.testkit.assertion.PlayedRun;
import dev.aidp.testkit.crash.KilledProgram;
import dev.aidp.testkit.junit.AidpExtension;
import dev.aidp.testkit.junit.AidpRuntime;
import dev.aidp.testkit.junit.EachEngine;
import dev.aidp.testkit.junit.TestEngine;
import dev.aidp.testkit.replay.Replay;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workloop.WorkLoopRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same programs, by the test kit's extension: no sleep, no model, side by side. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class KitTest {

  private static final WorkflowDefinition<ReleaseWorkflow> RELEASE =
      new WorkflowDefinition<>(ReleaseWorkflow.class, Release::new);

  @RegisterExtension
  static final AidpExtension AIDP =
      AidpExtension.builder()
          .workflow(RELEASE)
          .activitiesIn(Publisher::in)
          .agent("coded", CodedAgent::new)
          .build();

  private static RunHandle release(AidpRuntime aidp) {
    String agent = aidp.agent().command();
    return aidp.aidp()
        .start(ReleaseWorkflow.class, StartOptions.id(Releases.ID), w -> w.run(agent));
  }

  @EachEngine
  void a_release_is_published_after_two_hours(AidpRuntime aidp) throws Exception {
    RunHandle run = release(aidp);

    assertThat(run.result(String.class).join()).startsWith("in time: published ");
    assertThat(Files.readAllLines(aidp.folder().resolve("attempts"))).hasSize(3);
  }

  @EachEngine({TestEngine.NATIVE, TestEngine.MEMORY, TestEngine.SERVER})
  void or_at_once_where_somebody_says_so(AidpRuntime aidp) {
    RunHandle run = release(aidp);
    Await.until(() -> aidp.repository().refs().containsKey("refs/heads/release"), "the merge");
    Await.until(() -> run.query("doing", "[]").equals("\"waiting\""), "its question");

    run.update(ReleaseWorkflow.class, w -> w.publish("ann")).join();

    assertThat(run.result(String.class).join()).startsWith("by ann: published ");
  }

  @EachEngine
  void what_was_recorded_is_played_again(AidpRuntime aidp) {
    RunHandle run = release(aidp);
    run.result(String.class).join();
    Path fixtures = aidp.folder().resolve("recorded");

    aidp.keep(run, fixtures, "release");

    assertThat(Replay.with(RELEASE).folder(fixtures)).isGreaterThanOrEqualTo(4);
  }

  @EachEngine(TestEngine.NATIVE)
  void a_release_that_crashes_after_each_step_is_published_once(AidpRuntime aidp) throws Exception {
    String agent = aidp.agent().command();
    var crashed =
        aidp.crashAfterEachStep(
            again ->
                again
                    .start(ReleaseWorkflow.class, StartOptions.id(Releases.ID), w -> w.run(agent))
                    .result(String.class)
                    .join());

    assertThat(crashed.result()).startsWith("in time: published ");
    assertThat(crashed.crashes()).isGreaterThan(20);
    assertThat(Files.readAllLines(aidp.folder().resolve("attempts"))).hasSize(3);
  }

  @EachEngine({TestEngine.NATIVE, TestEngine.SERVER})
  void a_release_that_is_killed_goes_on(AidpRuntime aidp) {
    KilledProgram program =
        KilledProgram.of(
            KilledRelease.class,
            aidp.repository().top().toString(),
            aidp.folder().toString(),
            aidp.engine().wireName(),
            aidp.target());

    int kills = program.afterEach(12, aidp.aidp(), KilledRelease.ID);

    assertThat(kills).isPositive();
    assertThat(aidp.ended(aidp.aidp().run(KilledRelease.ID))).endedGreen().tree().holds("one.txt");
  }

  @EachEngine({TestEngine.MEMORY, TestEngine.SERVER})
  void a_plain_workflow_of_temporal_has_a_feature_as_a_child(AidpRuntime aidp) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(aidp.target()).build());
    String queue = "plain-" + aidp.folder().getFileName();
    WorkerFactory factory =
        WorkerFactory.newInstance(
            WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                    .setPlugins(aidp.aidp().plugin().onQueue(queue))
                    .build()));
    try {
      factory.newWorker(queue).registerWorkflowImplementationTypes(PlainRelease.Impl.class);
      factory.start();

      String ended =
          WorkflowClient.newInstance(stubs)
              .newWorkflowStub(
                  PlainRelease.class,
                  WorkflowOptions.newBuilder().setTaskQueue(queue).setWorkflowId(queue).build())
              .run(aidp.agent().command());

      assertThat(ended).isEqualTo("completed " + aidp.repository().commit("plain"));
    } finally {
      factory.shutdownNow();
      stubs.shutdownNow();
    }
  }

  @EachEngine
  void what_was_red_is_told_and_a_limit_until_tomorrow_is_no_wait(Aidp aidp, AidpRuntime runtime) {
    runtime.agent(
            "coded", CodedAgent.class)
        .coder("loop", 1, CodedAgent.writing("loop.txt", "draft"))
        .with(FaultPlan.none().limited(2, Duration.ofHours(20)));

    PlayedRun run =
        runtime.run(
            WorkLoopRequest.of("Write it.")
                .agent("coded")
                .check("done", "! grep draft loop.txt || { echo 2 tests red; exit 1; }"));

    assertThat(run).endedGreen().prompted("2 tests red").tree().holds("loop.txt");
    assertThat(aidp.views()).hasSize(1);
  }

  @EachEngine
  void a_unit_that_fails_leaves_the_other(AidpRuntime aidp) {
    aidp.agent().coder("bad", Act.fails(1, "permanent error: the model refuses the task"));
    Plan plan = Plan.of("F").unit("good", "Do well.").unit("bad", "Fail.").build();

    PlayedRun run = aidp.run(FeatureRequest.of("F").plan(plan));

    assertThat(run).ended(RunState.FAILED).unit("good").isDone();
  }
}
