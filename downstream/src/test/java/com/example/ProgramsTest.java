package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.testkit.temporal.InMemoryServer;
import dev.aidp.testkit.time.PassingTime;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import dev.aidp.failure.NotFoundException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each program on each engine. */
@Timeout(300)
class ProgramsTest {

  private static final String AGENT = "echo made > $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE";

  private static InMemoryServer inMemory;

  @TempDir Path folder;
  private SampleRepository repository;

  @BeforeAll
  static void start_in_memory_server() {
    inMemory = InMemoryServer.start();
  }

  @AfterAll
  static void stop_in_memory_server() {
    inMemory.close();
  }

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private static String target(String engine) {
    return switch (engine) {
      case "native" -> "";
      case "in memory" -> inMemory.target();
      default -> DevServer.shared().target();
    };
  }

  private static AidpOptions options(String engine) {
    String target = target(engine);
    return target.isEmpty() ? AidpOptions.defaults() : AidpOptions.defaults().at(target, null);
  }

  private static String name(String engine) {
    return engine.equals("native") ? "native" : "temporal";
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "in memory", "dev server"})
  void a_feature_by_an_agent_that_is_this_program(String engine) {
    var view = CodedFeature.run(repository.top(), options(engine), name(engine));

    assertThat(view.state()).as("%s", view).isEqualTo(RunState.COMPLETED);
    assertThat(repository.git("ls-tree", "--name-only", "aidp/greetings"))
        .contains("hello.txt", "bye.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "in memory", "dev server"})
  void a_release_is_published_at_once_where_somebody_says_so(String engine) throws Exception {
    try (Aidp aidp = Releases.open(repository.top(), folder, options(engine))) {
      RunHandle run = Releases.start(aidp, name(engine), AGENT);
      Await.until(() -> doing(run).equals("\"waiting\""), "the merge");

      assertThatThrownBy(() -> run.update(ReleaseWorkflow.class, w -> w.publish(" ")).join())
          .hasMessageContaining("Say who publishes it.");
      assertThat(run.update(ReleaseWorkflow.class, w -> w.publish("ann")).join())
          .isEqualTo("waiting");
      assertThat(run.result(String.class).join()).startsWith("by ann: published ");
    }
    assertPublished();
  }

  /** No server's clock can be turned but that of one for tests. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "in memory"})
  void a_release_is_published_after_two_hours(String engine) throws Exception {
    PassingTime time = new PassingTime();
    try (Aidp aidp = Releases.open(repository.top(), folder, options(engine).withTime(time))) {
      RunHandle run = Releases.start(aidp, name(engine), AGENT);
      Await.until(() -> doing(run).equals("\"waiting\""), "the merge");

      time.pass(Duration.ofMinutes(119));
      inMemory.pass(Duration.ofMinutes(119));
      assertThat(doing(run)).isEqualTo("\"waiting\"");
      time.pass(Duration.ofMinutes(1));
      inMemory.pass(Duration.ofMinutes(1));

      assertThat(run.result(String.class).join()).startsWith("in time: published ");
    }
    assertPublished();
  }

  private void assertPublished() throws Exception {
    assertThat(Files.readString(folder.resolve("published")))
        .isEqualTo(repository.git("rev-parse", "release").strip());
    assertThat(Files.readAllLines(folder.resolve("attempts"))).hasSize(3);
  }

  private static String doing(RunHandle run) {
    try {
      return run.query("doing", "[]");
    } catch (NotFoundException e) {
      return ""; // it has not begun yet
    }
  }

  /** The in-memory server never gives back what a dead worker has begun. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "dev server"})
  void a_release_that_is_killed_goes_on(String engine) throws Exception {
    String agent = "echo >> " + folder.resolve("turns") + "; sleep 1; " + AGENT;
    Process first = process(engine, agent);
    Await.until(() -> Files.exists(folder.resolve("turns")), "the first turn");
    Await.until(
        () -> repository.refs().containsKey("refs/heads/fix"), "the end of the loop");
    first.destroyForcibly().waitFor();

    Process second = process(engine, agent);
    try (Aidp aidp = Aidp.open(repository.top(), options(engine))) {
      aidp.run(Releases.ID).update("publish", "[\"ann\"]").join(); // waits for whoever has it
    }

    assertThat(second.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    assertThat(Files.readString(folder.resolve("out"))).startsWith("by ann: published ");
    assertThat(Files.readAllLines(folder.resolve("turns"))).hasSizeBetween(3, 4);
  }

  private Process process(String engine, String agent) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java, "-cp", System.getProperty("java.class.path"), Releases.class.getName(),
            repository.top().toString(), folder.toString(), name(engine), target(engine), agent);
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  @Test
  void a_plain_workflow_has_a_feature_as_a_child_and_anybody_starts_it() throws Exception {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target("dev server")).build());
    WorkflowClient client = WorkflowClient.newInstance(stubs);
    String queue = "acme-" + folder.getFileName();
    try (Aidp aidp = Aidp.open(repository.top(), options("dev server"))) {
      WorkerFactory factory = WorkerFactory.newInstance(served(aidp, stubs, queue));
      Worker worker = factory.newWorker(queue);
      worker.registerWorkflowImplementationTypes(PlainRelease.Impl.class);
      factory.start();
      WorkflowOptions options =
          WorkflowOptions.newBuilder().setTaskQueue(queue).setWorkflowId(queue).build();

      String ended = client.newWorkflowStub(PlainRelease.class, options).run(AGENT);
      int exit = temporal(queue, "{\"text\": \"L\", \"branch\": \"by-command\", \"agents\": {\"command\": \"" + AGENT + "\"}}");

      assertThat(ended).isEqualTo("completed " + repository.git("rev-parse", "plain").strip());
      assertThat(exit).as(Files.readString(folder.resolve("out"))).isZero();
      assertThat(repository.git("ls-tree", "--name-only", "by-command")).contains("loop.txt");
      factory.shutdownNow();
    } finally {
      stubs.shutdownNow();
    }
  }

  private static WorkflowClient served(Aidp aidp, WorkflowServiceStubs stubs, String queue) {
    return WorkflowClient.newInstance(
        stubs,
        io.temporal.client.WorkflowClientOptions.newBuilder()
            .setPlugins(aidp.plugin().onQueue(queue))
            .build());
  }

  private int temporal(String queue, String input) throws Exception {
    return new ProcessBuilder(
            System.getenv().getOrDefault("AIDP_TEMPORAL_CLI", "temporal"), "workflow", "execute", "--address",
            target("dev server"), "--type", "AidpWorkLoop", "--task-queue", queue,
            "--workflow-id", "by-command-" + queue, "--input", input)
        .redirectErrorStream(true)
        .redirectOutput(new File(folder.toFile(), "out"))
        .start()
        .waitFor();
  }
}
