package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.Lists;
import com.google.common.collect.ObjectArrays;
import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workloop.WorkLoopRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs are listed, looked at and steered from a folder where nothing is, by the service alone. */
@Timeout(300)
class AnywhereTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final String name = "any-" + UUID.randomUUID().toString().substring(0, 8);
  private Path empty;
  private ScriptedAgent agent;
  private SampleRepository repository;

  @BeforeEach
  void prepare() throws IOException {
    empty = Files.createDirectory(folder.resolve("empty"));
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
  }

  /** An agent outlives the worker that was killed: its last words go into this folder, too. */
  @AfterEach
  void noAgentWritesHere() {
    Await.until(() -> agent.living().isEmpty(), "the end of the agents");
  }

  /** Who looks writes nothing. */
  @AfterEach
  void nothingIsLeftThere() throws IOException {
    try (Stream<Path> files = Files.list(empty)) {
      assertThat(files).isEmpty();
    }
  }

  private static String[] there(String... words) {
    return ObjectArrays.concat(
        words, new String[] {"--target", DevServer.shared().target()}, String.class);
  }

  private Called aidp(String... words) {
    return Called.aidp(empty, there(words));
  }

  private JsonNode json(String... words) {
    Called called = aidp(ObjectArrays.concat(words, "--json"));
    assertThat(called.code()).as(called.out() + called.err()).isZero();
    return called.json();
  }

  private static String temporal(String... words) {
    return DevServer.shared().temporal(words);
  }

  private CompletableFuture<Called> loop(Path top, String... more) {
    return CompletableFuture.supplyAsync(
        () ->
            Called.aidp(
                top,
                ObjectArrays.concat(
                    there(
                        "loop",
                        "Some task",
                        "--id",
                        name,
                        "--engine",
                        "temporal",
                        "--agent-command",
                        agent.command()),
                    more,
                    String.class)));
  }

  @Test
  void what_an_agent_asks_is_seen_and_answered_though_nobody_works_on_its_run() {
    agent
        .coder("loop", 1, Act.nothing().saying("QUESTION: Which?"))
        .coder("loop", Act.complete().shell("grep -c 'the red one' \"$prompt\" > seen.txt"));

    assertThat(loop(repository.top()).join().code()).isEqualTo(6);
    assertThat(json("status", name).at("/units/0/question").asText()).isEqualTo("Which?");
    assertThat(json("status", name).get("state").asText()).isEqualTo("waiting");
    Called answered = aidp("answer", name, "loop", "the red one");
    Called end = Called.aidp(repository.top(), there("resume", name));

    assertThat(answered.code()).as(answered.err()).isZero();
    assertThat(end.code()).as(end.out() + end.err()).isZero();
    assertThat(repository.files("aidp/" + name)).containsEntry("seen.txt", "1\n");
    assertThat(json("status", name).at("/receipts/0/end").asText()).isEqualTo("consumed");
  }

  @Test
  void what_a_repository_runs_is_seen_and_steered() {
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").complaining("it thinks").waitingAt(gate));
    CompletableFuture<Called> run = loop(repository.top());
    gate.awaitReached();
    Await.until(() -> listed().contains(name), "it is seen");

    JsonNode status = json("status", name);
    assertThat(status.get("state").asText()).isEqualTo("running");
    assertThat(status.get("kind").asText()).isEqualTo("loop");
    assertThat(status.get("base").asText()).isEqualTo(repository.commit("main"));
    String full = status.get("workflow_id").asText();
    assertThat(full).endsWith("/" + name);
    assertThat(json("status", full).get("units")).isEqualTo(status.get("units"));
    assertThat(json("pause", name).at("/receipt/outcome").asText()).isEqualTo("accepted");
    Await.until(() -> json("status", name).get("state").asText().equals("paused"), "it is seen");
    assertThat(json("query", name, "pending_instructions")).isEmpty();
    assertThat(aidp("inject", name, "Mind the gap").code()).isZero();
    assertThat(json("query", name, "pending_instructions")).hasSize(1);
    assertThat(aidp("guard", name, "max_lines=900").out()).contains("next iteration");
    assertThat(aidp("update", name, "update_guard", "{\"guards\": {\"max_files\": \"x\"}}").code())
        .isEqualTo(2);
    assertThat(aidp("update", name, "update_guard", "{\"guards\": {\"max_files\": 90}}").out())
        .contains("guards: max_files=90");
    assertThat(aidp("resume", name).out()).contains("It goes on.");
    Await.until(() -> aidp("logs", name, "loop").out().contains("! it thinks"), "a beat tells it");
    Called far = aidp("logs", name);
    assertThat(far.out()).contains("loop | ! it thinks");
    assertThat(far.err()).contains("logs/" + name + "/loop.log on ");
    assertThat(aidp("logs", name, "nobody").code()).isEqualTo(4);
    gate.open();

    assertThat(run.join().code()).isZero();
    assertThat(aidp("logs", name).err()).contains("are on the hosts that worked on it");
    JsonNode end = json("status", name);
    assertThat(end.get("state").asText()).isEqualTo("completed");
    assertThat(end.get("commit").asText()).isEqualTo(repository.commit("aidp/" + name));
    assertThat(aidp("status", name, "--exit-code").code()).isZero();
    assertThat(aidp("history", name).out()).contains("agent");
    assertThat(aidp("cancel", name).code()).isEqualTo(1);
    assertThat(aidp("retry", name).code()).isEqualTo(1); // there is nothing to do
  }

  private List<String> listed() {
    return Lists.newArrayList(json("list", "--limit", "1000").findValuesAsText("id"));
  }

  @Test
  void a_retried_run_is_the_generation_that_counts() throws IOException {
    agent.coder("loop", Act.writes("done.txt", "x"));
    Path green = folder.resolve("green");
    Called first =
        loop(repository.top(), "--check", "t=test -f " + green, "--max-iterations", "1").join();
    assertThat(first.code()).as(first.err()).isEqualTo(1);
    assertThat(json("status", name).get("state").asText()).isEqualTo("failed");
    Files.createFile(green);
    Called retried = Called.aidp(repository.top(), "retry", name);
    assertThat(retried.code()).as(retried.err()).isZero();

    JsonNode status = json("status", name);

    assertThat(status.get("state").asText()).isEqualTo("completed");
    assertThat(status.get("generation").asInt()).isEqualTo(2);
    Await.until(
        () -> listed().stream().filter(name::equals).count() == 1, "both generations are one run");
  }

  @Test
  void a_run_is_retried_from_anywhere_and_goes_on_where_its_repository_is() throws Exception {
    agent.coder("loop", Act.writes("done.txt", "x"));
    Path green = folder.resolve("green");
    assertThat(
            loop(repository.top(), "--check", "t=test -f " + green, "--max-iterations", "1")
                .join()
                .code())
        .isEqualTo(1);
    Files.createFile(green);

    Called retried = aidp("retry", name);

    assertThat(retried.code()).as(retried.err()).isZero();
    assertThat(retried.out()).contains("generation 2");
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    try (Aidp aidp = Aidp.open(repository.top(), options)) {
      aidp.work("temporal");
      Await.until(() -> json("status", name).get("state").asText().equals("completed"), "its end");
    }
    assertThat(json("status", name).get("generation").asInt()).isEqualTo(2);
    assertThat(repository.commit("aidp/" + name))
        .isEqualTo(json("status", name).get("commit").asText());
  }

  @Tag("long")
  @Test
  void a_run_whose_worker_was_killed_elsewhere_is_interrupted_within_half_a_minute()
      throws Exception {
    Gate gate = agent.gate("never");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    try (Aidp aidp = Aidp.open(repository.top(), options)) {
      var unused =
          aidp.start(
              WorkLoopRequest.of("Some task").agentCommand(agent.command()),
              StartOptions.id(name).on("temporal"));
    }
    try (WorkerProcess worker =
        WorkerProcess.in(
            repository.top(),
            folder,
            "--engine",
            "temporal",
            "--target",
            DevServer.shared().target())) {
      gate.awaitReached();
      Await.until(() -> json("status", name).get("state").asText().equals("running"), "it works");
      worker.kill();
      long killed = System.nanoTime();

      Await.until(
          () -> {
            Duration asked = Duration.ofNanos(System.nanoTime() - killed);
            boolean noticed = json("status", name).get("state").asText().equals("interrupted");
            assertThat(noticed || asked.compareTo(HALF_A_MINUTE) < 0)
                .as("whoever asks after half a minute is told")
                .isTrue();
            return noticed;
          },
          "it is noticed");
      System.out.printf("noticed after %d ms%n", (System.nanoTime() - killed) / 1_000_000);
      assertThat(aidp("inject", name, "Mind the gap").out()).contains("Nobody works on it now");
    } finally {
      gate.open();
    }
  }

  @Test
  @Timeout(300)
  void five_hundred_runs_are_listed_within_seconds() throws Exception {
    int runs = 500;
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      for (int run = 0; run < runs; run++) {
        client
            .newUntypedWorkflowStub(
                "AidpWorkLoop",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(name + "-" + run)
                    .setTaskQueue("nobody-" + name)
                    .build())
            .start(Map.of("text", "Some task"));
      }
    } finally {
      stubs.shutdownNow();
    }
    Await.until(() -> countOf(name) == runs, "they are seen");
    long began = System.nanoTime();

    List<String> listed = listed();

    System.out.printf("%d runs listed in %d ms%n", runs, (System.nanoTime() - began) / 1_000_000);
    assertThat(listed).hasSizeGreaterThanOrEqualTo(runs);
  }

  private static int countOf(String prefix) {
    String said =
        temporal("workflow", "count", "--query", "WorkflowId STARTS_WITH '" + prefix + "-'");
    return Integer.parseInt(said.replaceAll("\\D", ""));
  }

  @Test
  void a_worker_of_the_repository_takes_what_the_temporal_command_starts() throws Exception {
    agent.coder("loop", Act.writes("done.txt", "x"));
    agent.coder("one", Act.writes("one.txt", "x"));
    agent.coder("two", Act.writes("two.txt", "x"));
    assertThat(loop(repository.top()).join().code()).isZero();
    String queue =
        JSON.readTree(
                temporal(
                    "workflow",
                    "describe",
                    "--output",
                    "json",
                    "--workflow-id",
                    json("status", name).get("workflow_id").asText()))
            .at("/executionConfig/taskQueue/name")
            .asText();
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    try (Aidp aidp = Aidp.open(repository.top(), options)) {
      aidp.work("temporal");
      startByTemporal("by-" + name, queue);

      String result =
          temporal("workflow", "result", "--workflow-id", "by-" + name, "--output", "json");
      assertThat(result).containsIgnoringCase("\"state\": \"completed\"");
    }
    assertThat(repository.git("ls-tree", "--name-only", "aidp/by-" + name)).contains("two.txt");
  }

  @Test
  void what_nobody_works_on_is_interrupted_and_keeps_what_it_is_told() throws Exception {
    startByTemporal(name, name);
    Await.until(() -> listed().contains(name), "it is seen");

    assertThat(json("status", name).get("state").asText()).isEqualTo("interrupted");
    assertThat(aidp("status", name, "--exit-code").code()).isEqualTo(7);
    assertThat(aidp("resume", name).out()).contains("once somebody works on it");
    assertThat(aidp("cancel", name).out()).contains("whoever goes on with it ends it at once");
    try (Worker worker = new Worker(repository.top(), name)) {
      assertThat(worker.queue()).isEqualTo(name);
      String result = temporal("workflow", "result", "--workflow-id", name, "--output", "json");
      assertThat(result).containsIgnoringCase("cancelled");
    }
    assertThat(json("status", name).get("state").asText()).isEqualTo("cancelled");
    assertThat(aidp("pause", name).code()).isEqualTo(1);
  }

  @Test
  void an_id_of_two_repositories_is_refused_and_the_full_ones_are_told() {
    agent.coder("loop", Act.writes("done.txt", "x"));
    SampleRepository other = SampleRepository.in(folder.resolve("other"));
    assertThat(loop(repository.top()).join().code()).isZero();
    assertThat(loop(other.top()).join().code()).isZero();
    Await.until(() -> listed().stream().filter(name::equals).count() == 2, "it is seen");

    Called called = aidp("status", name, "--json");

    assertThat(called.code()).isEqualTo(2);
    String message = called.json().at("/error/message").asText();
    List<String> full =
        Stream.of(message.split("[ ,:]+")).filter(word -> word.contains("/" + name)).toList();
    assertThat(full).hasSize(2);
    for (String id : full) {
      assertThat(json("status", id.replaceAll("\\.$", "")).get("state").asText())
          .isEqualTo("completed");
    }
  }

  @Test
  void a_start_by_the_temporal_command_alone_is_a_run_for_everyone() throws Exception {
    Gate gate = agent.gate("slow");
    agent.coder("one", Act.writes("one.txt", "x").waitingAt(gate));
    agent.coder("two", Act.writes("two.txt", "x"));
    try (Worker worker = new Worker(repository.top(), name)) {
      startByTemporal(name, worker.queue());
      gate.awaitReached();
      Await.until(() -> listed().contains(name), "it is seen");

      JsonNode status = json("status", name);
      assertThat(status.get("state").asText()).isEqualTo("running");
      assertThat(status.get("units")).hasSize(2);
      assertThat(status.get("base").asText()).isEqualTo(repository.commit("main"));
      temporal("workflow", "signal", "--workflow-id", name, "--name", "pause");
      Await.until(() -> json("status", name).get("state").asText().equals("paused"), "it is seen");
      assertThat(aidp("resume", name).code()).isZero();
      gate.open();

      String result = temporal("workflow", "result", "--workflow-id", name, "--output", "json");
      assertThat(result).containsIgnoringCase("\"state\": \"completed\"");
      JsonNode end = json("status", name);
      assertThat(end.get("state").asText()).isEqualTo("completed");
      assertThat(end.get("branch").asText()).isEqualTo("aidp/" + name);
    }
  }

  private void startByTemporal(String id, String queue) throws IOException {
    Map<String, Object> request =
        Map.of(
            "text", "A sample feature",
            "plan", "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two.}]}",
            "agents", Map.of("command", agent.command()));
    temporal(
        "workflow",
        "start",
        "--type",
        "AidpFeatureOrchestration",
        "--workflow-id",
        id,
        "--task-queue",
        queue,
        "--input",
        JSON.writeValueAsString(request));
  }

  /** A worker of an application's own on one queue. */
  private static final class Worker implements AutoCloseable {

    private final WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    private final String queue;
    private final Aidp aidp;
    private final WorkerFactory factory;

    Worker(Path top, String queue) {
      this.queue = queue;
      aidp = Aidp.open(top, AidpOptions.defaults());
      AidpPlugin plugin = aidp.plugin().onQueue(queue);
      factory =
          WorkerFactory.newInstance(
              WorkflowClient.newInstance(
                  stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build()));
      factory.newWorker(queue);
      factory.start();
    }

    String queue() {
      return queue;
    }

    @Override
    public void close() {
      factory.shutdownNow();
      factory.awaitTermination(10, TimeUnit.SECONDS);
      aidp.close();
      stubs.shutdownNow();
    }
  }

  @Test
  void a_run_that_is_not_there_and_a_service_that_is_not_there() {
    Called unknown = aidp("status", name, "--json");
    Called lost = Called.aidp(empty, "list", "--json", "--target", "127.0.0.1:1");
    Called nowhere = Called.aidp(empty, "status", name);

    assertThat(unknown.code()).isEqualTo(4);
    assertThat(lost.code()).isEqualTo(5);
    assertThat(lost.json().at("/error/message").asText()).contains("127.0.0.1:1");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--target HOST:PORT");
  }
}
