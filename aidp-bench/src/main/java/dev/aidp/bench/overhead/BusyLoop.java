package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.bench.report.Machine;
import java.nio.file.Path;
import java.util.UUID;

/** Runs of iterations that take no time, on native, for as long as somebody asks for more. */
public final class BusyLoop implements AutoCloseable {

  private final Path folder = Machine.folder("loop");
  private final TimedSteps steps;
  private final Stand stand;

  private BusyLoop(int most) {
    steps = new TimedSteps(most);
    stand = NativeStand.in(folder, steps);
  }

  /** Returns one whose runs have at most so many iterations. */
  public static BusyLoop onNative(int most) {
    return new BusyLoop(most);
  }

  /** Runs so many iterations; returns how many were done. */
  public int run(int iterations) {
    return stand.run(UUID.randomUUID().toString(), new Work(iterations, 0));
  }

  /** Does so, and returns how many milliseconds each took but the last. */
  public double[] millis(int iterations) {
    run(iterations);
    return steps.times(iterations - 1);
  }

  @Override
  public void close() {
    stand.close();
    Machine.delete(folder);
  }
}
