package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.Aidp;
import dev.aidp.Runs;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a clone of its own that is told to stop while another one with a hub goes on. */
@Timeout(600)
@Tag("long")
class HubDrainTest {

  private static final int HALF = 10;
  private static final Duration DRAIN = Duration.ofSeconds(15);

  /** Whatever ends turns, tells the service and says good-bye: without an end it would go on. */
  private static final Duration MARGIN = Duration.ofSeconds(120);

  private final String name = "drain-" + UUID.randomUUID();

  @TempDir Path folder;

  private ScriptedAgent agent;
  private SampleRepository seed;
  private Path hub;

  @Test
  void
      amid_twenty_turns_ends_those_that_can_end_and_the_other_host_takes_the_rest_at_once_and_none_twice()
          throws Exception {
    seed = SampleRepository.in(folder.resolve("seed"));
    hub = seed.bare(folder.resolve("hub.git"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    agent.rule("coder/a*/*/*/*", written().waitingAt(agent.gate("early")));
    agent.rule("coder/b*/*/*/*", written().waitingAt(agent.gate("late")));

    try (WorkerProcess leaving = worker("leaving", "--drain", DRAIN.toSeconds() + "s");
        WorkerProcess staying = worker("staying");
        Runs runs = Aidp.connect(options())) {
      leaving.awaitReady(200);
      staying.awaitReady(200);
      start();
      Await.until(() -> agent.living().size() == 2 * HALF, "twenty turns");
      Await.until(
          () -> unitsOf("leaving").size() + unitsOf("staying").size() == 2 * HALF,
          "all of them say where they are");
      Set<String> moving = unitsOf("leaving");
      assertThat(moving).hasSize(HALF);

      leaving.terminate();
      long told = System.nanoTime();
      assertThat(leaving.awaitReady(503).reason()).contains("draining");
      agent.gate("early").open();
      assertThat(leaving.exit((int) DRAIN.plus(MARGIN).toSeconds())).as(leaving.said()).isZero();
      long gone = System.nanoTime();
      moving.removeIf(unit -> unit.startsWith("a"));
      Await.until(() -> unitsOf("staying").containsAll(moving), "the other takes them over");
      System.out.printf(
          "gone after %d ms; the last of %d turns was taken over %d ms later%n",
          millis(told, gone), moving.size(), millis(gone, System.nanoTime()));
      agent.gate("late").open();

      Await.until(() -> runs.run(name).view().ended(), "its end");
      assertThat(runs.run(name).view().state()).isEqualTo(RunState.COMPLETED);
      for (int n = 1; n <= HALF; n++) {
        assertThat(agent.calls("a" + n)).as("ended within the drain").hasSize(1);
        assertThat(agent.calls("b" + n)).hasSize(moving.contains("b" + n) ? 2 : 1);
      }
      assertThat(agent.overlaps()).isEmpty();
      assertThat(
              seed.lines(
                  "--git-dir",
                  hub.toString(),
                  "ls-tree",
                  "--name-only",
                  "refs/aidp/_hub/%1$s/@branches/aidp/%1$s".formatted(name)))
          .containsAll(units("a%d.txt"::formatted))
          .containsAll(units("b%d.txt"::formatted));
    }
  }

  private static Set<String> units(IntFunction<String> named) {
    return IntStream.rangeClosed(1, HALF).mapToObj(named).collect(Collectors.toSet());
  }

  private static long millis(long from, long to) {
    return Duration.ofNanos(to - from).toMillis();
  }

  /** Says where it is. */
  private Act written() {
    return Act.complete().shell("echo \"$unit $PWD\" >> '" + where() + "'; echo x > \"$unit.txt\"");
  }

  private Path where() {
    return folder.resolve("where");
  }

  /** Returns the units of which a turn has begun in a clone. */
  private Set<String> unitsOf(String clone) {
    try {
      return Files.readAllLines(where()).stream()
          .map(line -> line.split(" ", 2))
          .filter(words -> words[1].startsWith(folder.resolve(clone) + "/"))
          .map(words -> words[0])
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (NoSuchFileException e) {
      return new TreeSet<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the service alone, so that nobody else works on it. */
  private void start() {
    String plan =
        IntStream.rangeClosed(1, HALF)
            .mapToObj("{id: a%1$d, task: A.}, {id: b%1$d, task: B.}"::formatted)
            .collect(Collectors.joining(", ", "{feature: F, units: [", "]}"));
    String request =
        JsonMapper.builder()
            .build()
            .valueToTree(
                Map.of(
                    "text",
                    "Twenty units",
                    "plan",
                    plan,
                    "agents",
                    Map.of("command", agent.command()),
                    "limits",
                    Map.of("max_parallel", 2 * HALF)))
            .toString();
    DevServer.shared()
        .temporal(
            "workflow",
            "start",
            "--type",
            "AidpFeatureOrchestration",
            "--workflow-id",
            name,
            "--task-queue",
            DevServer.queues(name).get("orchestrator"),
            "--input",
            request);
  }

  private AidpOptions options() {
    AidpOptions usual = AidpOptions.defaults().at(DevServer.shared().target(), null);
    return usual
        .withRepository(usual.repository().withHub(hub.toString()))
        .withTemporal(usual.temporal().withQueues(DevServer.queues(name)));
  }

  private Path clone(String called) {
    Path clone = folder.resolve(called);
    seed.git("clone", "--quiet", hub.toString(), clone.toString());
    return clone;
  }

  /** Starts one with half of the places that are needed. */
  private WorkerProcess worker(String called, String... arguments) throws IOException {
    Path clone = clone(called);
    String queues =
        DevServer.queues(name).entrySet().stream()
            .map(queue -> queue.getKey() + ": " + queue.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
    SampleRepository.at(clone)
        .write(
            ".aidp/aidp.yml",
            """
            repository: {hub: '%s'}
            temporal: {target: '%s', queues: %s}
            worker: {places: {standard: %d}}
            """
                .formatted(hub, DevServer.shared().target(), queues, HALF));
    return WorkerProcess.in(
        clone,
        folder,
        Stream.concat(Stream.of("--engine", "temporal"), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
