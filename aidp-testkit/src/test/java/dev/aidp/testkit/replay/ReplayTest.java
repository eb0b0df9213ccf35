package dev.aidp.testkit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.Plan;
import dev.aidp.testkit.junit.AidpExtension;
import dev.aidp.testkit.junit.AidpRuntime;
import dev.aidp.testkit.junit.EachEngine;
import dev.aidp.testkit.junit.TestEngine;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was recorded is the gate for what is changed. */
@Timeout(300)
class ReplayTest {

  private static final WorkflowDefinition<ToyWorkflow> BEFORE =
      Toy.run(
          toy -> {
            toy.write(toy.command("build").echo("built"));
            toy.context().sleep(Duration.ofHours(2));
            toy.command("publish").note("published");
          });

  private static final WorkflowDefinition<ToyWorkflow> SAME =
      Toy.run(
          toy -> {
            String built = toy.command("build").echo("built");
            toy.context().sleep(Duration.ofHours(2));
            toy.command("publish").note("published " + built);
          });

  private static final WorkflowDefinition<ToyWorkflow> CHANGED =
      Toy.run(
          toy -> {
            toy.write(toy.command("build").echo("built"));
            toy.command("publish").note("published");
            toy.context().sleep(Duration.ofHours(2));
          });

  @RegisterExtension
  static final AidpExtension AIDP =
      AidpExtension.builder().workflow(BEFORE).activities(new RecordedSteps()).build();

  @EachEngine
  void a_run_that_was_kept_is_played_again(AidpRuntime aidp) {
    Path fixtures = aidp.folder().resolve("recorded");
    var run = aidp.aidp().start(ToyWorkflow.class, StartOptions.id("toy"), toy -> toy.run("x"));
    aidp.ended(run);

    // tag::keep[]
    aidp.keep(run, fixtures, "toy"); // once, before a release
    // end::keep[]

    // tag::replay[]
    assertThat(Replay.with(BEFORE).folder(fixtures)).isEqualTo(1);
    // end::replay[]
    assertThat(Replay.with(SAME).folder(fixtures)).isEqualTo(1);
    assertThatThrownBy(() -> Replay.with(CHANGED).folder(fixtures))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 of 1 runs cannot be gone on with")
        .hasMessageContaining("toy.")
        .hasMessageNotContaining("\tat ");
    assertThatThrownBy(() -> Replay.with().folder(fixtures)).hasMessageContaining("AidpToy");
  }

  @EachEngine
  void so_is_a_feature_with_its_children(AidpRuntime aidp) throws Exception {
    Path fixtures = aidp.folder().resolve("recorded");
    Plan plan = Plan.of("F").unit("one", "One.").unit("two", "Two.").build();
    var run =
        aidp.aidp()
            .start(
                FeatureRequest.of("F").plan(plan).check("there", "ls README.md"),
                StartOptions.id("f"));
    aidp.ended(run);

    aidp.keep(run, fixtures, "feature");

    assertThat(Replay.with().folder(fixtures)).isEqualTo(4);
    String changed = "AidpOther";
    for (Path file : files(fixtures)) {
      Files.writeString(file, Files.readString(file).replace("AidpChecks", changed));
    }
    assertThatThrownBy(() -> Replay.with().folder(fixtures)).isInstanceOf(AssertionError.class);
  }

  private static Iterable<Path> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @EachEngine(TestEngine.SERVER)
  void runs_of_a_live_namespace_are_played_before_they_are_taken_over(AidpRuntime aidp) {
    var run = aidp.aidp().start(ToyWorkflow.class, StartOptions.id("live"), toy -> toy.run("x"));
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(aidp.target()).build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      String id = String.valueOf(run.view().run().workflowId());
      dev.aidp.testkit.agent.Await.until(
          () ->
              client.fetchHistory(id).getEvents().stream()
                  .anyMatch(HistoryEvent::hasTimerStartedEventAttributes),
          "what follows the first step");
      String query = "WorkflowId = '" + id + "'";
      dev.aidp.testkit.agent.Await.until(
          () -> client.listExecutions(query).count() == 1, "that it is found");

      // tag::live[]
      assertThat(Replay.with(SAME).live(client, query, 10)).isEqualTo(1);
      // end::live[]
      assertThatThrownBy(() -> Replay.with(CHANGED).live(client, query, 10))
          .hasMessageContaining("cannot be gone on with");
      assertThatThrownBy(() -> Replay.with(SAME).live(client, "WorkflowId = 'none'", 10))
          .hasMessageContaining("nothing recorded");
    } finally {
      stubs.shutdownNow();
    }
  }
}
