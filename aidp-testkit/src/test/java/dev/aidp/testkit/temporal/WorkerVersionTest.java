package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.Places.Use;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.runtime.temporal.WorkerPlaces;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.temporal.WorkerVersion;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.StepTransport;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator rolls builds of workers with Temporal's own command. */
@Timeout(300)
class WorkerVersionTest {

  @TempDir Path folder;

  /** Of this test alone: the server is shared. */
  private final String deployment = "d-" + UUID.randomUUID();

  @Test
  void a_run_stays_with_the_build_on_which_it_began_and_a_new_one_begins_on_the_current_one() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Gate gate = agent.gate("slow");
    agent.rule("coder/loop/*/*/1", Act.writes("old.txt", "x").waitingAt(gate));
    agent.rule("coder/loop/*/*/2", Act.writes("new.txt", "x"));
    try (Aidp two = open(repository, "two")) {
      try (Aidp one = open(repository, "one")) {
        one.work("temporal");
        makeCurrent("one");
        RunHandle old = start(one, agent, "old");
        gate.awaitReached();
        two.work("temporal");
        makeCurrent("two");

        assertThat(end(start(two, agent, "new"))).isEqualTo(RunState.COMPLETED);

        gate.open();
        assertThat(end(old)).isEqualTo(RunState.COMPLETED);
        assertThat(builds("new")).containsOnly("two");
        assertThat(builds("old")).containsOnly("one");
      }
    }
  }

  @Test
  void what_belongs_together_is_performed_on_one_host_of_the_build() throws Exception {
    RecordedSteps steps = new RecordedSteps();
    WorkerPlaces places = new WorkerPlaces(PoolSizes.USUAL);
    TemporalSettings settings =
        new TemporalSettings(
            TemporalConnection.to(DevServer.shared().target()),
            new RunPlace(deployment, ""),
            folder.resolve("traces"),
            Queues.DEFAULT.at(deployment),
            new WorkerVersion(deployment, "one"),
            StepTransport.NONE,
            null);
    try (TemporalEngine engine =
        TemporalEngine.connect(settings, List.of(Toy.run(WorkerVersionTest::together)))) {
      engine.host(List.of(steps), places);
      makeCurrent("one");
      engine.start("run", ToyWorkflow.class, toy -> toy.run("x"));
      Await.until(() -> steps.performed().size() == 1, "the first step");

      Use use = places.use().get("standard");

      assertThat(use).isEqualTo(new Use(1, 5, ImmutableSet.of("run")));
      engine.signal("run", ToyWorkflow.class, toy -> toy.say("go"));
      assertThat(engine.result("run", ToyWorkflow.Lines.class).join().orThrow().lines())
          .containsExactly("first", "second");
      Await.until(() -> places.use().get("standard").taken() == 0, "the place to be given back");
    }
  }

  private static void together(Toy toy) {
    toy.context()
        .onOneHost(
            Step.Weight.STANDARD,
            () -> {
              toy.write(toy.command("first").echo("first"));
              toy.awaitHearing("go");
              toy.write(toy.command("second").echo("second"));
              return true;
            });
  }

  private Aidp open(SampleRepository repository, String build) {
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    return Aidp.open(
        repository.top(),
        options.withWorker(options.worker().withVersion(new WorkerVersion(deployment, build))));
  }

  private RunHandle start(Aidp aidp, ScriptedAgent agent, String id) {
    return aidp.start(
        WorkLoopRequest.of("Task " + id).agentCommand(agent.command()),
        StartOptions.id(unique(id)).on("temporal"));
  }

  private static RunState end(RunHandle run) {
    return run.ended().join().state();
  }

  /**
   * The server knows a build once it has polled; a queue that only the other one has may stay so.
   */
  private void makeCurrent(String build) {
    String[] asked = {
      "worker",
      "deployment",
      "set-current-version",
      "--yes",
      "--ignore-missing-task-queues",
      "--deployment-name",
      deployment,
      "--build-id",
      build
    };
    Await.until(() -> temporal(asked).code() == 0, "the build " + build + " to be the current one");
  }

  /** Returns the builds that have performed the run's workflow tasks. */
  private List<String> builds(String id) {
    String query = "AidpRun = '" + unique(id) + "'";
    Await.until(() -> !workflows(query).isEmpty(), "the run to be listed");
    String workflow = workflows(query).get(0).at("/execution/workflowId").asText();
    return ImmutableList.copyOf(
        json("workflow", "show", "-o", "json", "-w", workflow)
            .findValues("workflowTaskCompletedEventAttributes")
            .stream()
            .map(task -> task.at("/deploymentVersion/buildId").asText())
            .toList());
  }

  private static JsonNode workflows(String query) {
    return json("workflow", "list", "-o", "json", "--query", query);
  }

  private String unique(String id) {
    return id + "-" + deployment;
  }

  private static JsonNode json(String... asked) {
    Said said = temporal(asked);
    assertThat(said.code()).as(said.text()).isZero();
    try {
      return JsonMapper.builder().build().readTree(said.text());
    } catch (IOException e) {
      throw new AssertionError(said.text(), e);
    }
  }

  private record Said(int code, String text) {}

  private static Said temporal(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(TemporalCli.required().toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--address", DevServer.shared().target()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
