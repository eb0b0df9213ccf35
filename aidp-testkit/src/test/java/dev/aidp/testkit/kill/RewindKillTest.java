package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who goes back or branches off may be killed at once: the run goes on, and repeats nothing. */
@Timeout(300)
class RewindKillTest {

  private static final Act LINE = Act.complete().shell("echo $iteration >> lines.txt");

  @TempDir Path folder;

  private RunHandle ended(Stage stage, String engine) {
    RunHandle run =
        stage
            .aidp()
            .start(
                WorkLoopRequest.of("Write three lines.")
                    .agentCommand(stage.agent().command())
                    .check("three", "test $(wc -l < lines.txt) -ge 3"),
                StartOptions.id("three").on(engine));
    assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
    return run;
  }

  private ChildJvm child(Stage stage, String fork) throws Exception {
    return ChildJvm.start(
        OneRewind.class,
        folder.resolve("log"),
        List.of(stage.repository().top().toString(), DevServer.shared().target(), "three", fork));
  }

  private static List<String> calls(Stage stage) {
    return stage.agent().calls().stream().map(AgentCall::key).toList();
  }

  @ParameterizedTest
  @MethodSource("dev.aidp.testkit.suite.Portion#onTemporal")
  void a_rollback_whose_process_died_before_its_run_began_is_not_lost(String engine)
      throws Exception {
    try (Stage stage = Stage.onTemporal(folder, DevServer.shared().target())) {
      stage.agent().coder("loop", LINE);
      RunHandle run = ended(stage, engine);

      assertThat(child(stage, "").exit()).isEqualTo(9);
      assertThat(run.adopt()).isTrue();
      RunView view = Stage.end(run);

      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(view.run().generation()).isEqualTo(2);
      assertThat(calls(stage).subList(3, 5)).containsExactly("coder/loop/2/2", "coder/loop/2/3");
      assertThat(stage.repository().git("show", "aidp/three:lines.txt")).isEqualTo("1\n2\n3");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.aidp.testkit.suite.Portion#natively")
  void a_fork_whose_process_was_killed_in_its_first_turn_goes_on_when_asked_for_again(String engine)
      throws Exception {
    try (Stage stage = Stage.onTemporal(folder, DevServer.shared().target())) {
      Gate gate = stage.agent().gate("fork");
      stage.agent().rule("coder/loop/1/2/2", LINE.waitingAt(gate)).coder("loop", LINE);
      RunHandle run = ended(stage, engine);

      ChildJvm child = child(stage, "fork");
      gate.awaitReached();
      child.kill();
      gate.open();
      RunHandle again = run.fork("1", StartOptions.id("fork"), settings -> settings);
      RunView view = Stage.end(again);

      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(stage.repository().git("show", "aidp/fork:lines.txt")).isEqualTo("1\n2\n3");
      assertThat(run.checkpoints()).hasSize(3);
      assertThat(again.checkpoints()).hasSize(2);
    }
  }
}
