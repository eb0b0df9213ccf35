package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.bench.overhead.Measured.ServerLoad;
import dev.aidp.bench.report.Interval;
import dev.aidp.bench.report.Machine;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of one candidate. */
final class Samples implements AutoCloseable {

  private final Candidate candidate;
  private final Effort effort;
  private final Path folder;

  // Each iteration ends where the next one begins, so there is one more than is measured.
  private final TimedSteps steps = new TimedSteps(Effort.MOST + 1);
  private Stand stand;
  private double busy;
  private @Nullable ServerLoad load;

  Samples(Candidate candidate, Effort effort, Path folder) {
    this.candidate = candidate;
    this.effort = effort;
    this.folder = folder;
    stand = opened();
    long end = System.nanoTime() + effort.warmUp().toNanos();
    int iterations = Effort.LEAST;
    do {
      busy = Interval.mean(run(iterations, 0));
      iterations = effort.iterations(busy);
    } while (System.nanoTime() < end);
  }

  /** Returns the times of the iterations of the same loop without any engine. */
  static double[] plain(Effort effort, int agentMillis) {
    int iterations = effort.iterations(agentMillis);
    TimedSteps steps = new TimedSteps(iterations + 1);
    IterationsWorkflowImpl.plainly(new Work(iterations + 1, agentMillis), steps);
    return steps.times(iterations);
  }

  private Stand opened() {
    return candidate.opening().open(Machine.folder(folder, "stand"), steps);
  }

  /** Returns the times of the iterations of one more run. */
  double[] sample(int agentMillis) {
    if (candidate.fresh()) {
      stand.close();
      stand = opened();
      run(Effort.MOST, 0);
    }
    return run(effort.iterations(agentMillis + busy), agentMillis);
  }

  private double[] run(int iterations, int agentMillis) {
    String id = "bench-" + UUID.randomUUID();
    int done = stand.run(id, new Work(iterations + 1, agentMillis));
    if (done != iterations + 1) {
      throw new IllegalStateException("Only " + done + " iterations were done");
    }
    stand
        .history(id)
        .map(history -> ServerLoad.of(history, done))
        .filter(now -> load == null || now.iterations() >= load.iterations())
        .ifPresent(now -> load = now);
    return steps.times(iterations);
  }

  /** Returns what the server did for the longest run, where there is one. */
  @Nullable ServerLoad load() {
    return load;
  }

  @Override
  public void close() {
    stand.close();
  }
}
