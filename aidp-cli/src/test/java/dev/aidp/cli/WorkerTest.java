package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.cli.io.Interruption;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers as those see them who operate them: real processes, signals and probes. */
@Timeout(600)
class WorkerTest {

  private static final int HALF = 10;

  /** Units a1 to a10 and b1 to b10, all at once. */
  private static final FeatureRequest TWENTY =
      planned(
              IntStream.rangeClosed(1, HALF)
                  .mapToObj(n -> "{id: a%1$d, task: A.}, {id: b%1$d, task: B.}".formatted(n))
                  .collect(Collectors.joining(", ", "[", "]")))
          .set("limits.max_parallel", 2 * HALF);

  private static final FeatureRequest ONE = planned("[{id: a, task: A.}]");

  @TempDir Path folder;

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void that_is_told_to_stop_in_the_midst_of_twenty_turns_loses_none_and_takes_none_twice(
      String engine) throws Exception {
    Path top;
    try (OneSite site = site(engine)) {
      top = site.repository().top();
      site.agent().rule("coder/a*/*/*/*", written().waitingAt(site.agent().gate("early")));
      site.agent().rule("coder/b*/*/*/*", written().waitingAt(site.agent().gate("late")));
      site.startByCommand(TWENTY);
      site.aidp().close();
      try (WorkerProcess worker = worker(engine, top, "--drain", "15s")) {
        Await.until(() -> site.agent().living().size() == 2 * HALF, "twenty turns");
        WorkerProcess.Answer ready = worker.awaitReady(200);
        assertThat(ready.document().at("/places/standard/taken").asInt()).isEqualTo(2 * HALF);
        assertThat(ready.document().at("/runs").asInt()).isEqualTo(1);

        worker.terminate();
        assertThat(worker.awaitReady(503).reason()).contains("draining");
        assertThat(worker.asks("/live").code()).isEqualTo(200);
        site.agent().gate("early").open();

        assertThat(worker.exit(180)).as(worker.said()).isZero();
        assertThat(site.agent().living()).isEmpty();
        assertThat(site.agent().ended()).isEqualTo(HALF);
      }
      site.agent().gate("late").open();
      try (WorkerProcess next = worker(engine, top)) {
        assertThat(next.awaitReady(200).document().get("reason").isNull()).isTrue();
        assertThat(ended(top).at("/state").asText()).isEqualTo(RunState.COMPLETED.wireName());
      }
      for (int n = 1; n <= HALF; n++) {
        assertThat(site.agent().calls("a" + n)).hasSize(1);
        assertThat(site.agent().calls("b" + n)).hasSize(2);
      }
    }
  }

  @Test
  void that_is_told_twice_ends_at_once_and_what_it_runs_too() throws Exception {
    try (OneSite site = site("native")) {
      site.agent().rule("coder/a/*/*/*", written().waitingAt(site.agent().gate("never")));
      site.startByCommand(ONE);
      site.aidp().close();
      try (WorkerProcess worker = worker("native", site.repository().top(), "--drain", "2m")) {
        Await.until(() -> site.agent().living().size() == 1, "a turn");
        worker.terminate();
        worker.awaitReady(503);

        worker.terminate();

        assertThat(worker.exit(60)).isEqualTo(130);
        assertThat(site.agent().living()).isEmpty();
        try (Aidp later = Aidp.open(site.repository().top(), AidpOptions.defaults())) {
          assertThat(later.run("run").history())
              .as("a turn that was killed so has no outcome")
              .noneMatch(entry -> entry.key().endsWith("/agent"));
        }
      }
    }
  }

  @Test
  void that_has_lost_its_server_lives_and_is_not_ready() throws Exception {
    try (DevServer server = DevServer.start();
        OneSite site = OneSite.in(folder, server.target());
        WorkerProcess worker = worker(server.target(), site.repository().top())) {
      worker.awaitReady(200);

      server.kill();

      assertThat(worker.awaitReady(503).reason()).contains("no Temporal server at");
      assertThat(worker.asks("/live").code()).isEqualTo(200);
      server.restart();
      worker.awaitReady(200);
    }
  }

  @Test
  void that_cannot_go_on_with_what_there_is_says_why() throws Exception {
    try (OneSite site = site("native")) {
      site.agent().rule("coder/a/*/*/*", written().waitingAt(site.agent().gate("never")));
      site.start(ONE.agent("one"));
      site.aidp().close();
      try (WorkerProcess worker = worker("native", site.repository().top())) {
        Await.until(
            () -> worker.asks("/ready").reason().contains("This process has no agent one"),
            "the reason");

        assertThat(worker.asks("/ready").code()).isEqualTo(503);
      }
    }
  }

  @Test
  void that_has_no_clone_makes_one_of_each_repository_and_works_there() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    List<Path> hubs = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      SampleRepository repository = SampleRepository.in(folder.resolve(name));
      Path hub = repository.bare(folder.resolve(name + ".git"));
      hubs.add(hub);
      ScriptedAgent agent = ScriptedAgent.in(folder.resolve(name + "-agent"));
      agent.coder("loop", Act.writes("done.txt", "x"));
      try (Aidp aidp = byHub(repository.top(), hub)) {
        aidp.start(
            WorkLoopRequest.of("Some task").agentCommand(agent.command()),
            StartOptions.id("run").on("temporal"));
      }
    }
    try (WorkerProcess worker =
        worker(
            "temporal",
            empty,
            "--repository",
            hubs.get(0).toString(),
            "--repository",
            "../two.git")) {

      for (Path hub : hubs) {
        Path asking = folder.resolve(hub.getFileName().toString().replace(".git", ""));
        try (Aidp aidp = byHub(asking, hub)) {
          Await.until(() -> aidp.run("run").view().state() == RunState.COMPLETED, "its end");
          assertThat(history(aidp))
              .as("whoever is handed a step performs it")
              .contains("EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED")
              .doesNotContain("EVENT_TYPE_ACTIVITY_TASK_FAILED", "no_place");
          assertThat(Files.readString(aidp.run("run").wholeLogs().get("loop")))
              .contains("turn ended");
          assertThat(aidp.run("run").logs().get("loop")).doesNotExist();
          logsAreWhole(hub, String.valueOf(aidp.run("run").view().run().workflowId()));
        }
      }
      assertThat(clones()).hasSize(2);
      assertThat(empty).isEmptyDirectory();
      worker.awaitReady(200);
      worker.terminate();
      assertThat(worker.exit(180)).as(worker.said()).isZero();
    }
  }

  /** In a clone that has neither started nor worked on the run, and in no repository at all. */
  private void logsAreWhole(Path hub, String run) {
    Path clone = folder.resolve("looks at " + hub.getFileName());
    SampleRepository.at(folder).git("clone", "--quiet", hub.toString(), clone.toString());
    SampleRepository.at(clone).write(".aidp/aidp.yml", "repository: {hub: '" + hub + "'}\n");
    String[] asks = {"logs", run, "--target", DevServer.shared().target()};
    Called called = Called.aidp(clone, asks);
    assertThat(called.out()).as(called.err()).contains("loop | ", "turn ended");
    assertThat(Called.aidp(folder, asks).err()).contains("logs of 'run'", "call it in a clone");
  }

  private static String history(Aidp aidp) {
    String id = aidp.run("run").view().run().workflowId();
    return DevServer.shared().temporal("workflow", "show", "--workflow-id", id, "--output", "json");
  }

  private static Aidp byHub(Path top, Path hub) {
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    return Aidp.open(top, options.withRepository(options.repository().withHub(hub.toString())));
  }

  private List<Path> clones() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("cache/aidp/clones"))) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void that_shall_make_a_clone_and_cannot_says_of_what() throws IOException {
    Path nothing = folder.resolve("nothing");

    Called called =
        Called.aidp(
            folder,
            Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()),
            new Interruption(),
            "worker",
            "--engine",
            "temporal",
            "--repository",
            nothing.toUri().toString(),
            "--json");

    assertThat(called.code()).isEqualTo(5);
    assertThat(called.json().at("/error/message").asText())
        .contains("There is no clone of " + nothing.toUri());
    assertThat(called.json().at("/error/remedy").asText()).contains("git ls-remote");
  }

  @Test
  void that_shall_make_a_clone_for_the_native_engine_is_wrong_usage() {
    Called called = Called.aidp(folder, "worker", "--repository", "https://example.com/x.git");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("--engine temporal");
  }

  @Test
  void that_shall_listen_where_somebody_does_is_wrong_usage() throws IOException {
    try (OneSite site = site("native");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      Called called = Called.aidp(site.repository().top(), "worker", "--json", "--health", port);

      assertThat(called.code()).isEqualTo(2);
      assertThat(called.json().at("/error/message").asText()).contains(port, "in use");
      assertThat(called.json().at("/error/remedy").asText()).contains("--health 0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"70000", "-1", "here", "a b:1"})
  void that_shall_listen_nowhere_is_wrong_usage(String where) {
    try (OneSite site = site("native")) {
      Called called = Called.aidp(site.repository().top(), "worker", "--health=" + where);

      assertThat(called.code()).isEqualTo(2);
      assertThat(called.err()).contains("must be a port, 0 for a free one, or HOST:PORT");
    }
  }

  private static FeatureRequest planned(String units) {
    return FeatureRequest.of("A sample feature")
        .plan(PlanSource.text("{feature: A sample feature, units: " + units + "}"));
  }

  private OneSite site(String engine) {
    return OneSite.in(folder, engine.equals("native") ? engine : DevServer.shared().target());
  }

  private static Act written() {
    return Act.complete().shell("echo x > \"$unit.txt\"");
  }

  private WorkerProcess worker(String engine, Path top, String... arguments) throws IOException {
    String target = engine.equals("temporal") ? DevServer.shared().target() : engine;
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!engine.equals("native")) {
      all.addAll(List.of("--engine", "temporal", "--target", target));
    }
    return WorkerProcess.in(top, folder, all.toArray(String[]::new));
  }

  private static JsonNode ended(Path top) {
    Await.until(
        () -> {
          String state = Called.aidp(top, "status", "run", "--json").json().at("/state").asText();
          return !List.of("running", "pending", "interrupted").contains(state);
        },
        "the end of the run");
    return Called.aidp(top, "status", "run", "--json").json();
  }
}
