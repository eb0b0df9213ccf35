package dev.aidp.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.scenario.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contracts, section 6: a full disk leaves the run interrupted, to go on later. */
@Timeout(300)
class FullDiskTest extends UnusablePlace {

  private static final int MIB = 96;

  private Stage stage(Engine engine, SmallDisk disk) throws IOException {
    // What the agent notes of itself is not to be lost too.
    Path notes = Files.createDirectories(folder.resolve("agent"));
    Files.createSymbolicLink(disk.top().resolve("agent"), notes);
    return stage(engine, disk.top());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_disk_that_a_turn_has_filled_interrupts_the_run_which_pays_for_no_turn_twice(Engine engine)
      throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), MIB);
        Stage stage = stage(engine, disk)) {
      ScriptedAgent agent = stage.agent();
      agent.coder("one", Act.writes("one.txt", "one\n").shell("cat /dev/zero > " + disk.filler()));
      RunHandle run = stage.start("run", TWO);

      UnusableException why = interruption(run);

      assertThat(why).hasMessageContaining("No space left on device");
      assertThat(why.remedy()).contains("room");
      assertThat(agent.calls()).hasSize(1);
      interrupted(run.view());

      if (engine == Engine.IN_MEMORY) {
        return; // It never takes a task back from a worker that has gone: no other one goes on.
      }
      disk.empty();
      try (Aidp other = another(engine, stage)) {
        RunHandle goesOn = stage.start(other, "run", TWO);
        assertThat(Stage.end(goesOn).state()).isEqualTo(RunState.COMPLETED);
      }
      assertThat(agent.counts()).hasSize(2).containsEntry("coder/one/1/1", 1);
      assertThat(agent.calls()).hasSize(2);
    }
  }

  private static boolean told(RunView view) {
    return view.state() == RunState.INTERRUPTED
        && view.error() != null
        && view.error().message().contains("No space left on device");
  }

  private static void interrupted(RunView view) {
    assertThat(view.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(view.error()).isNotNull();
    assertThat(view.error().message()).contains("No space left on device");
    assertThat(view.error().remedy()).contains("room");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void work_that_is_larger_than_the_room_left_waits_in_the_worktree(Engine engine)
      throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), MIB);
        Stage stage = stage(engine, disk)) {
      ScriptedAgent agent = stage.agent();
      agent.coder(
          "one",
          Act.complete()
              .shell("head -c 40000000 /dev/urandom > one.bin")
              .shell("cat /dev/zero > " + disk.filler()));
      RunHandle run = stage.start("run", TWO);
      assertThat(interruption(run)).isNotNull();
      assertThat(agent.calls()).hasSize(1);

      if (engine == Engine.IN_MEMORY) {
        return; // as above
      }
      disk.empty();
      disk.enlarge(4 * MIB);
      try (Aidp other = another(engine, stage)) {
        RunHandle goesOn = stage.start(other, "run", TWO);
        assertThat(Stage.end(goesOn).state()).isEqualTo(RunState.COMPLETED);
      }
      assertThat(agent.counts()).hasSize(2).containsEntry("coder/one/1/1", 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "DEV_SERVER"})
  void a_worker_leaves_a_run_alone_while_the_disk_is_full_and_goes_on_when_there_is_room(
      Engine engine) throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), MIB);
        Stage stage = stage(engine, disk)) {
      ScriptedAgent agent = stage.agent();
      agent.coder("one", Act.writes("one.txt", "one\n").waitingAt(agent.gate("one")));
      RunHandle run = stage.start("run", TWO);
      agent.gate("one").awaitReached();
      disk.fill();
      agent.gate("one").open();
      assertThat(interruption(run)).isNotNull();
      stage.aidp().close();

      try (Aidp worker = another(engine, stage)) {
        worker.work(engine == Engine.NATIVE ? "native" : "temporal");
        if (engine == Engine.DEV_SERVER) { // natively a full disk keeps no word of it
          Await.until(() -> told(worker.run("run").view()), "the word of the worker's own try");
        }
        assertThat(agent.calls()).hasSize(1);
        disk.empty();
        Await.until(() -> worker.run("run").view().ended(), "the end, by the worker");
        assertThat(worker.run("run").view().state()).isEqualTo(RunState.COMPLETED);
      }
      assertThat(agent.calls()).hasSize(2);
    }
  }
}
