package dev.aidp.bench;

import dev.aidp.bench.IterationsWorkflow.Work;
import dev.aidp.bench.Measured.ServerLoad;
import dev.aidp.bench.TimedSteps.Times;
import dev.aidp.testkit.temporal.DevServer;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * What an iteration costs more on an engine than in a plain loop with the same activities, which do
 * nothing. Each sample is a fresh run on a freshly opened engine, after a run that warms it up,
 * beside a sample of the plain loop. Prints a table; {@code AIDP_BENCH_SAMPLES} says how many
 * samples.
 */
public final class Overhead {

  private static final int ITERATIONS = 50;
  private static final List<Integer> AGENT_MILLIS = List.of(0, 10, 100);
  private static final int WARM_UP_RUNS = 4; // of each candidate, besides one for each sample
  private static final int SAMPLES = 5;
  private static final boolean NATIVE_ONLY = System.getenv("AIDP_BENCH_NATIVE_ONLY") != null;

  private final Path folder = Machine.folder("overhead");

  // Each iteration ends where the next one begins, so there is one more than is measured.
  private final TimedSteps steps = new TimedSteps(ITERATIONS + 1);
  private @Nullable ServerLoad load;
  private int stands;

  private Overhead() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    int samples =
        Integer.parseInt(
            System.getenv().getOrDefault("AIDP_BENCH_SAMPLES", Integer.toString(SAMPLES)));
    Overhead overhead = new Overhead();
    OverheadTable table = new OverheadTable(AGENT_MILLIS, Machine.line(), overhead.folder);
    table.add(overhead.measured(Candidate.onNative(samples)));
    if (!NATIVE_ONLY) {
      overhead.onTemporal(samples).forEach(table::add);
    }
    System.out.println(table.text());
    Machine.delete(overhead.folder);
  }

  private List<Measured> onTemporal(int samples) {
    List<Measured> measured = new ArrayList<>();
    measured.add(measured(Candidate.inMemory(samples)));
    try (DevServer server = DevServer.start()) {
      measured.add(measured(Candidate.on(server, samples)));
    } catch (TestAbortedException e) {
      System.err.println(e.getMessage());
    }
    return measured;
  }

  private Measured measured(Candidate candidate) {
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      sample(candidate, AGENT_MILLIS.get(0));
    }
    Map<Integer, Spread> overhead = new LinkedHashMap<>();
    Map<Integer, Double> means = new LinkedHashMap<>();
    for (int agentMillis : AGENT_MILLIS) {
      List<Times> samples = new ArrayList<>();
      for (int i = 0; i < candidate.samples(); i++) {
        samples.add(sample(candidate, agentMillis));
      }
      overhead.put(agentMillis, Spread.of(samples.stream().map(Times::median).toList()));
      means.put(agentMillis, Spread.of(samples.stream().map(Times::mean).toList()).median());
      System.err.printf(
          "%s, %d ms: %s%n", candidate.name(), agentMillis, overhead.get(agentMillis));
    }
    Measured measured = new Measured(candidate, overhead, means, load);
    load = null;
    return measured;
  }

  private Times sample(Candidate candidate, int agentMillis) {
    Work work = new Work(ITERATIONS + 1, agentMillis);
    IterationsWorkflowImpl.plainly(work, steps);
    Times plain = steps.times();
    try (Stand stand =
        candidate.opening().open(folder.resolve(Integer.toString(++stands)), steps)) {
      run(stand, new Work(ITERATIONS + 1, 0));
      String id = run(stand, work);
      Times here = steps.times();
      stand.history(id).ifPresent(history -> load = load(history));
      return here.minus(plain);
    }
  }

  private static String run(Stand stand, Work work) {
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
}
