package dev.aidp.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.bench.overhead.Measured.ServerLoad;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an iteration costs that no noise changes: about 1 KB goes in, 4 KB are kept and come out.
 */
@Timeout(120)
class CountsTest {

  private static final int ITERATIONS = 50;
  private static final Work WORK = new Work(ITERATIONS, 0);
  private static final String LOG = "aidp.db-wal";

  @TempDir Path folder;

  private final TimedSteps steps = new TimedSteps(ITERATIONS);

  @Test
  void native_commits_and_syncs_at_most_twice_and_writes_at_most_64_kb() throws IOException {
    AtomicInteger commits = new AtomicInteger();
    AtomicInteger syncs = new AtomicInteger();
    long bytes;
    try (NativeStand stand = NativeStand.in(folder, steps)) {
      stand.run("before", WORK);
      long before = Files.size(folder.resolve(LOG));
      stand.database().afterCommit(sql -> commits.incrementAndGet());
      stand.database().afterSync(syncs::incrementAndGet);

      stand.run("counted", WORK);

      bytes = Files.size(folder.resolve(LOG)) - before;
    }
    assertThat(commits.get() / (double) ITERATIONS).as("transactions").isBetween(1.0, 2.2);
    assertThat(syncs.get() / (double) ITERATIONS).as("fsyncs").isBetween(0.02, 2.2);
    assertThat(bytes / ITERATIONS).as("bytes").isBetween(1L << 10, 64L << 10);
  }

  @Test
  void temporal_has_six_events_one_workflow_task_and_at_most_7_kb_of_history() {
    try (Stand stand = TemporalServer.inMemory().open(TemporalStand::on, folder, steps)) {
      stand.run("counted", WORK);

      WorkflowExecutionHistory history = stand.history("counted").orElseThrow();
      ServerLoad load = ServerLoad.of(history, ITERATIONS);
      assertThat(load.events()).as("events").isLessThanOrEqualTo(6 + 5.0 / ITERATIONS);
      assertThat(load.workflowTasks()).as("tasks").isLessThanOrEqualTo(1 + 1.0 / ITERATIONS);
      assertThat(history.getHistory().getSerializedSize() / ITERATIONS)
          .as("bytes")
          .isLessThan(7 << 10);
    }
  }
}
