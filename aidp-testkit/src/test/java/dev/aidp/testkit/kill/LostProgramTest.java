package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.temporal.DevServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contracts, section 6, where a program that Aidp itself needs has gone: an upgrade does that. */
class LostProgramTest {

  private static final String TURN = "coder/model/1/1";
  private static final KilledRun.Before NOTHING = new KilledRun.Before(Map.of(), Map.of(), 0);

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("dev.aidp.testkit.suite.Portion#natively")
  void a_git_that_has_gone_interrupts_the_run_which_goes_on_and_pays_for_no_turn_twice(
      String engine) throws Exception {
    Path programs = programs();
    Path git = programs.resolve("git");
    Path there = Files.readSymbolicLink(git);
    try (KilledRun run = new KilledRun(folder, engine, DevServer.shared().target())) {
      Act work = Act.writes("model.txt", "work of model\n").waitingAt(run.agent().gate("model"));
      run.agent().first("coder/model/1/1/1", work);
      ChildJvm first = run.processOnPath(programs);
      run.agent().gate("model").awaitReached();
      // A unit beside it that met the loss first would end its turn, which is taken again then.
      Await.until(() -> completed(run, "text"), "the end of the unit beside it");
      Files.delete(git);
      run.agent().gate("model").open();

      assertThat(first.exit()).as("%s", first.output()).isEqualTo(5);
      assertThat(first.output()).contains("git cannot be started", "on the PATH");
      assertThat(run.view().state()).isEqualTo(RunState.INTERRUPTED);

      Files.createSymbolicLink(git, there);
      ChildJvm second = run.processOnPath(programs);
      assertThat(second.exit()).as("%s", second.output()).isZero();
      assertThat(run.agent().counts()).containsEntry(TURN, 1);
      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 1);
    }
  }

  private static boolean completed(KilledRun run, String unit) {
    return run.view().units().stream()
        .anyMatch(each -> each.id().equals(unit) && each.state() == UnitState.COMPLETED);
  }

  /** Links to all programs that this process finds. */
  private Path programs() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String path : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(path))) {
        try (Stream<Path> all = Files.list(Path.of(path))) {
          for (Path program : (Iterable<Path>) all::iterator) {
            Path link = programs.resolve(program.getFileName());
            if (!Files.exists(link) && Files.isExecutable(program)) {
              Files.createSymbolicLink(link, program);
            }
          }
        }
      }
    }
    return programs;
  }
}
