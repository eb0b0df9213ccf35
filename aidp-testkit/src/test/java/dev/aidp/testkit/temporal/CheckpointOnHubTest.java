package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.DiffOptions;
import dev.aidp.RunHandle;
import dev.aidp.Runs;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What iterations have left is on the hub: another clone goes back to it, and branches off. */
@Timeout(300)
class CheckpointOnHubTest {

  private static final Act LINE = Act.complete().shell("echo $iteration >> lines.txt");

  @TempDir Path folder;

  private final String name = "hub-" + UUID.randomUUID();

  @Test
  void a_clone_that_has_seen_nothing_of_the_run_goes_back_and_branches_off() {
    SampleRepository seed = SampleRepository.in(folder.resolve("seed"));
    String hub = seed.bare(folder.resolve("hub.git")).toString();
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent")).coder("loop", LINE);
    WorkLoopRequest request =
        WorkLoopRequest.of("Write three lines.")
            .agentCommand(agent.command())
            .check("three", "test $(wc -l < lines.txt) -ge 3");
    AidpOptions usual = AidpOptions.defaults().at(DevServer.shared().target(), null);
    AidpOptions options =
        usual
            .withRepository(usual.repository().withHub(hub))
            .withTemporal(usual.temporal().withQueues(DevServer.queues(name)));
    try (Aidp mine = Aidp.open(clone(seed, hub, "mine").top(), options)) {
      RunHandle run = mine.start(request, StartOptions.id(name).on("temporal"));
      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
    }

    SampleRepository other = clone(seed, hub, "other");
    try (Aidp aidp = Aidp.open(other.top(), options);
        Runs service = aidp.onService()) {
      RunHandle run = service.run(name);
      assertThat(run.checkpoints()).hasSize(3);
      assertThat(new String(run.diff(DiffOptions.ALL.in("2")), StandardCharsets.UTF_8))
          .contains("@@ -1 +1,2 @@");

      RunHandle fork = run.fork("1", StartOptions.id(name + "-f"), settings -> settings);
      assertThat(Stage.end(fork).state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.rollback("2").changed()).isTrue();
      assertThat(run.adopt()).isTrue();
      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);

      assertThat(agent.calls().subList(3, 6))
          .extracting(AgentCall::key)
          .containsExactly("coder/loop/1/2", "coder/loop/1/3", "coder/loop/2/3");
      for (String branch : new String[] {"aidp/" + name, "aidp/" + name + "-f"}) {
        assertThat(other.git("show", branch + ":lines.txt")).isEqualTo("1\n2\n3");
      }
    }
  }

  private SampleRepository clone(SampleRepository seed, String hub, String host) {
    seed.git("clone", "--quiet", hub, folder.resolve(host).toString());
    return SampleRepository.at(folder.resolve(host));
  }
}
