package dev.aidp.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.scenario.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contracts, section 6, where the state folder is lost or forbidden while a turn is under way. */
@Timeout(300)
class UnusablePlaceTest extends UnusablePlace {

  private enum Damage {
    /** With it, all that was known of the run is lost: it begins anew. */
    LOST("mv .aidp ../lost", "true", "who removed it", 2),
    /** One call by root leaves such folders. */
    FORBIDDEN(
        "find .aidp/artifacts -type d -exec chattr +i {} + 2>/dev/null || chmod -R a-w .aidp/artifacts",
        "find .aidp/artifacts -type d -exec chattr -i {} + 2>/dev/null || chmod -R u+w .aidp/artifacts",
        "right to it",
        1);

    private final String command;
    private final String mend;
    private final String remedy;
    private final int turns;

    Damage(String command, String mend, String remedy, int turns) {
      this.command = command;
      this.mend = mend;
      this.remedy = remedy;
      this.turns = turns;
    }
  }

  static Stream<Arguments> each() {
    return Stream.of(Damage.values())
        .flatMap(damage -> Stream.of(Engine.values()).map(engine -> Arguments.of(damage, engine)));
  }

  @ParameterizedTest
  @MethodSource("each")
  void interrupts_the_run_which_goes_on_and_pays_for_no_turn_twice(Damage damage, Engine engine)
      throws Exception {
    try (Stage stage = stage(engine, folder)) {
      ScriptedAgent agent = stage.agent();
      agent.coder("one", Act.writes("one.txt", "one\n").waitingAt(agent.gate("one")));
      RunHandle run = stage.start("run", TWO);
      agent.gate("one").awaitReached();
      Path top = stage.repository().top();
      sh(top, damage.command);
      Assumptions.assumeTrue(damage == Damage.LOST || !writable(top), "Not to be forbidden here");
      try {
        agent.gate("one").open();

        UnusableException why = interruption(run);
        assertThat(why.remedy()).contains(damage.remedy);
        assertThat(agent.calls()).hasSize(1);
        stage.aidp().close();
      } finally {
        sh(top, damage.mend);
      }

      if (engine == Engine.IN_MEMORY) {
        return; // It never takes a task back from a worker that has gone: no other one goes on.
      }
      try (Aidp other = another(engine, stage)) {
        RunHandle goesOn = stage.start(other, "run", TWO);
        assertThat(Stage.end(goesOn).state()).isEqualTo(RunState.COMPLETED);
      }
      assertThat(agent.counts()).hasSize(2).containsEntry("coder/one/1/1", damage.turns);
      assertThat(agent.counts()).containsEntry("coder/two/1/1", 1);
    }
  }

  private static boolean writable(Path top) {
    try {
      Files.delete(Files.createFile(top.resolve(".aidp/artifacts/tried")));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void sh(Path top, String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(top.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).as(command).isZero();
  }
}
