package dev.aidp.bench;

import dev.aidp.bench.Measured.Cost;
import dev.aidp.bench.TimedSteps.Times;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.opentest4j.TestAbortedException;

/**
 * What an iteration costs more on an engine than in a plain loop with the same activities, which do
 * nothing. Each sample is a fresh run beside one of the plain loop. Prints a table; {@code
 * AIDP_BENCH_SAMPLES} says how many samples; with {@code AIDP_BENCH_NATIVE_ONLY} Temporal is left
 * out.
 */
public final class Overhead {

  private static final List<Integer> AGENT_MILLIS = List.of(0, 10, 100);
  private static final int SAMPLES = 5;

  private final Path folder = Machine.folder("overhead");

  private Overhead() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    Logger.getLogger("io.grpc").setLevel(Level.OFF); // a server that is closed under its clients
    int samples =
        Integer.parseInt(
            System.getenv().getOrDefault("AIDP_BENCH_SAMPLES", Integer.toString(SAMPLES)));
    Overhead overhead = new Overhead();
    OverheadTable table = new OverheadTable(AGENT_MILLIS, Machine.line(), overhead.folder);
    table.add(overhead.measured(Candidate.onNative(samples)));
    Candidate.withoutDisk(samples).map(overhead::measured).ifPresent(table::add);
    if (!Machine.NATIVE_ONLY) {
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
    Map<Integer, Cost> overhead = new LinkedHashMap<>();
    try (Samples samples = new Samples(candidate, folder)) {
      for (int agentMillis : AGENT_MILLIS) {
        List<Times> times = samples.of(agentMillis);
        Spread medians = Spread.of(times.stream().map(Times::median).toList());
        double mean = Spread.of(times.stream().map(Times::mean).toList()).median();
        overhead.put(agentMillis, new Cost(medians, mean));
        System.err.printf("%s, %d ms: %s%n", candidate.name(), agentMillis, medians);
      }
      return new Measured(candidate, overhead, samples.load());
    }
  }
}
