package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.StoreSize;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many small runs, whose branches people have deleted, leave no more than ten once they are pruned,
 * though the first who does it is killed. {@code -Daidp.runs=1000} makes them a thousand.
 */
@Timeout(3600)
class ManyRunsTest {

  private static final int RUNS = Integer.getInteger("aidp.runs", 60);
  private static final int TEN = 10;
  private static final RunSettings SMALL =
      RunSettings.of(
          "echo $AIDP_RUN_ID > work.txt; echo STATUS: COMPLETE",
          new Check("there", "echo $AIDP_RUN_ID; test -e work.txt"));

  @TempDir Path folder;

  /** What counts, with nobody there who has the database open. */
  private record Weight(StoreSize size, long files, long bytes) {}

  @Test
  void many_runs_leave_what_ten_leave_beside_one_that_is_under_way_whoever_is_killed()
      throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Gate gate = agent.gate("first");
    agent.coder("loop", Act.writes("slow.txt", "slow\n").waitingAt(gate));
    try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults())) {
      run(aidp, 0, TEN);
    }
    Weight ten = weight(repository);
    try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults())) {
      run(aidp, TEN, RUNS);
      RunHandle run =
          aidp.start(
              WorkLoopRequest.of("Slowly.").agentCommand(agent.command()).check("there", "true"),
              StartOptions.id("slow"));
      gate.awaitReached();
      for (int i = 0; i < RUNS - TEN; i++) {
        repository.git("branch", "-q", "-D", "aidp/r-" + i);
      }

      pruneKilled(repository.top());
      assertThat(aidp.prune(PrunePolicy.allBut(TEN), false).runs()).hasSizeLessThan(RUNS - TEN);
      assertThat(aidp.runs()).hasSize(TEN + 1);
      gate.open();
      RunView slow = Stage.end(run);

      assertThat(slow.state()).isEqualTo(RunState.COMPLETED);
      assertThat(agent.calls()).hasSize(1);
      for (String branch : List.of("aidp/slow", "aidp/r-" + (RUNS - 1))) {
        assertThat(aidp.verify(branch, null))
            .hasValueSatisfying(found -> assertThat(found.holds()).as("%s", found).isTrue());
      }
      repository.git("branch", "-q", "-D", "aidp/slow");
      assertThat(aidp.prune(PrunePolicy.allBut(0), true).runs()).hasSize(TEN + 1);
      // Ten worked side by side: which of them ended first is nobody's choice.
      List<String> first = aidp.prune(PrunePolicy.allBut(TEN), true).runs();
      assertThat(first).hasSize(1);
      repository.git("branch", "-q", "-D", "aidp/" + first.get(0));
      assertThat(aidp.prune(PrunePolicy.allBut(TEN), false).runs()).isEqualTo(first);
    }
    Weight pruned = weight(repository);
    assertThat(pruned.size().runs()).isEqualTo(TEN);
    // The slow one is among the ten now; its branch is gone, so nobody needs its evidence's ref.
    assertThat(pruned.size().refs())
        .as(() -> repository.git("for-each-ref", "refs/aidp", "refs/heads"))
        .isLessThanOrEqualTo(ten.size().refs());
    assertThat(pruned.files()).isLessThan(ten.files() + 5);
    assertThat(pruned.size().databaseBytes()).isLessThan(ten.size().databaseBytes() * 5 / 4);
    assertThat(pruned.bytes()).isLessThan(ten.bytes() + (1 << 17));
  }

  /** Kills a process that prunes once the files of the first run are gone. */
  private void pruneKilled(Path top) throws IOException, InterruptedException {
    ChildJvm pruning =
        ChildJvm.start(Prunes.class, folder.resolve("pruning.log"), List.of(top.toString()));
    Await.until(() -> Files.notExists(top.resolve(".aidp/logs/r-0")), "the first to be gone");
    pruning.kill();
  }

  /** The process that is killed. */
  static final class Prunes {
    private Prunes() {}

    /** Takes the repository. */
    public static void main(String[] arguments) {
      try (Aidp aidp = Aidp.open(Path.of(arguments[0]), AidpOptions.defaults())) {
        System.out.println(aidp.prune(PrunePolicy.allBut(TEN), false));
      }
    }
  }

  private static void run(Aidp aidp, int from, int to) {
    List<RunHandle> runs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      runs.add(
          aidp.start(
              WorkLoopRequest.of("Do it, number " + i + ".").with(SMALL),
              StartOptions.id("r-" + i)));
      if (runs.size() == TEN || i == to - 1) {
        runs.forEach(run -> assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED));
        runs.clear();
      }
    }
  }

  private static Weight weight(SampleRepository repository) throws IOException {
    Path state = repository.top().resolve(".aidp");
    try (Stream<Path> all = Files.walk(state)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      long bytes = files.stream().mapToLong(file -> file.toFile().length()).sum();
      return new Weight(StoreSize.of(repository.top()), files.size(), bytes);
    }
  }
}
