package dev.aidp.bench;

import dev.aidp.bench.IterationsWorkflow.Work;
import dev.aidp.bench.Measured.ServerLoad;
import dev.aidp.bench.TimedSteps.Times;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of one candidate, each beside the plain loop. */
final class Samples implements AutoCloseable {

  private static final int ITERATIONS = 50;
  private static final Duration WARM_UP = Duration.ofSeconds(4); // compiled code, a log that wraps

  private final Candidate candidate;
  private final Path folder;

  // Each iteration ends where the next one begins, so there is one more than is measured.
  private final TimedSteps steps = new TimedSteps(ITERATIONS + 1);
  private Stand stand;
  private @Nullable ServerLoad load;

  Samples(Candidate candidate, Path folder) {
    this.candidate = candidate;
    this.folder = folder;
    stand = opened();
    for (long end = System.nanoTime() + WARM_UP.toNanos(); System.nanoTime() < end; ) {
      sample(0);
    }
  }

  private Stand opened() {
    return candidate.opening().open(Machine.folder(folder, "stand"), steps);
  }

  List<Times> of(int agentMillis) {
    List<Times> times = new ArrayList<>();
    int count = agentMillis == 0 ? 3 * candidate.samples() : candidate.samples();
    for (int i = 0; i < count; i++) {
      if (candidate.fresh()) {
        stand.close();
        stand = opened();
        sample(0);
      }
      times.add(sample(agentMillis));
    }
    return times;
  }

  private Times sample(int agentMillis) {
    Work work = new Work(ITERATIONS + 1, agentMillis);
    IterationsWorkflowImpl.plainly(work, steps);
    Times plain = steps.times();
    String id = run(work);
    Times here = steps.times();
    stand.history(id).ifPresent(history -> load = load(history));
    return here.minus(plain);
  }

  private String run(Work work) {
    String id = "bench-" + UUID.randomUUID();
    stand.engine().start(id, IterationsWorkflow.class, loop -> loop.run(work));
    int done = stand.engine().result(id, Integer.class).join().orThrow();
    if (done != work.iterations()) {
      throw new IllegalStateException("Only " + done + " iterations were done");
    }
    return id;
  }

  private static ServerLoad load(WorkflowExecutionHistory history) {
    long tasks =
        history.getEvents().stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
            .count();
    double iterations = ITERATIONS + 1;
    return new ServerLoad(history.getEvents().size() / iterations, tasks / iterations);
  }

  /** Returns what the server did for the last run, where there is one. */
  @Nullable ServerLoad load() {
    return load;
  }

  @Override
  public void close() {
    stand.close();
  }
}
