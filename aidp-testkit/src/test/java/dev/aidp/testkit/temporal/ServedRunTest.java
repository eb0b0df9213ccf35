package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.Pruned;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a host keeps of runs that others have started. */
@Timeout(180)
class ServedRunTest {

  private static final PrunePolicy ALL = new PrunePolicy(0, Duration.ofMillis(1), false);

  @TempDir Path folder;

  private final String name = "served-" + UUID.randomUUID();
  private SampleRepository starts;
  private SampleRepository serves;
  private ScriptedAgent agent;
  private AidpOptions options;

  @BeforeEach
  void make_two_clones() {
    starts = SampleRepository.in(folder.resolve("starts"));
    String hub = starts.bare(folder.resolve("hub.git")).toString();
    starts.git("clone", "--quiet", hub, folder.resolve("serves").toString());
    serves = SampleRepository.at(folder.resolve("serves"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    AidpOptions usual = AidpOptions.defaults().at(DevServer.shared().target(), null);
    options =
        usual
            .withRepository(usual.repository().withHub(hub))
            .withTemporal(usual.temporal().withQueues(DevServer.queues(name)));
  }

  /** Starts the run, which the process that has started it leaves to others at once. */
  private void start() {
    try (Aidp aidp = Aidp.open(starts.top(), options)) {
      aidp.start(
          WorkLoopRequest.of("Some task").agentCommand(agent.command()),
          StartOptions.id(name).on("temporal"));
    }
  }

  private List<String> left() throws IOException {
    while (true) {
      try (Stream<Path> files = Files.walk(serves.top().resolve(".aidp"))) {
        return Stream.concat(
                files.map(Path::toString).filter(file -> file.contains("/" + name)),
                serves.refs().keySet().stream().filter(ref -> ref.contains(name)))
            .toList();
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        } // else a host at work has moved it meanwhile
      }
    }
  }

  @Test
  void what_a_host_keeps_of_others_runs_goes_when_they_have_ended_and_nothing_that_is_on_the_hub()
      throws Exception {
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    start();
    try (Aidp host = Aidp.open(serves.top(), options)) {
      host.work("temporal");
      gate.awaitReached();
      assertThat(host.prune(ALL, false).runs()).as("of a run under way").isEmpty();
      assertThat(left()).isNotEmpty();
      gate.open();
      try (Aidp aidp = Aidp.open(starts.top(), options)) {
        RunHandle run = aidp.run(name);
        Await.until(() -> run.view().state() == RunState.COMPLETED, "its end");
        Pruned would = host.prune(ALL, true);
        Pruned pruned = host.prune(ALL, false);

        assertThat(would.runs()).isEqualTo(pruned.runs()).containsExactly(name);
        assertThat(left()).isEmpty();
        assertThat(serves.refs().keySet()).noneMatch(ref -> ref.startsWith("refs/aidp/"));
        assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
        assertThat(aidp.verify(name, null).orElseThrow().holds()).isTrue();
        assertThat(Files.readString(run.wholeLogs().get("loop"))).contains("turn ended");
        assertThat(host.prune(ALL, false).runs()).isEmpty();
      }
    }
  }
}
