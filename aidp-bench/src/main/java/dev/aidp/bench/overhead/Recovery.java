package dev.aidp.bench.overhead;

import dev.aidp.bench.report.ChildJvm;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Spread;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/**
 * How long a run takes to go on after {@code kill -9}: from the start of the next process to the
 * begin of the first step whose outcome is not recorded, on the same machine, with 500 recorded
 * steps. A recorded step that is performed again is a fault and ends the measurement.
 */
public final class Recovery {

  private static final int STEPS = 500;
  private static final int NATIVE_SAMPLES = 7;
  private static final int TEMPORAL_SAMPLES = 3;
  private static final double NATIVE_LIMIT = 1000;
  private static final double TEMPORAL_LIMIT = 5000;

  private Recovery() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    print("native", measured("native", "none", NATIVE_SAMPLES), NATIVE_LIMIT);
    if (!Machine.NATIVE_ONLY) {
      onTemporal();
    }
    System.out.println("Measured on: " + Machine.line());
  }

  private static void onTemporal() throws IOException, InterruptedException {
    try (DevServer server = DevServer.start()) {
      print(
          "temporal, dev server",
          measured("temporal", server.target(), TEMPORAL_SAMPLES),
          TEMPORAL_LIMIT);
    } catch (TestAbortedException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void print(String name, Spread spread, double limit) {
    System.out.printf(
        Locale.ROOT,
        "%s: %s ms from the start of the JVM to the first new step, at most %.0f: %s%n",
        name,
        spread,
        limit,
        spread.median() <= limit ? "met" : "MISSED");
  }

  private static Spread measured(String engine, String target, int samples)
      throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      Path folder = Machine.folder("recovery");
      Path top = SampleRepository.in(folder.resolve("repository")).top();
      worker(top, engine, target, "first");
      times.add(worker(top, engine, target, "second"));
      Machine.delete(folder);
    }
    return Spread.of(times);
  }

  private static double worker(Path top, String engine, String target, String which)
      throws IOException, InterruptedException {
    try (ChildJvm worker =
        ChildJvm.running(
            RecoveringWorker.class,
            Map.of(),
            top.toString(),
            engine,
            target,
            Integer.toString(STEPS),
            which)) {
      double time = worker.awaitSaying(RecoveringWorker.REACHED);
      worker.kill();
      return time;
    }
  }
}
