package dev.aidp.bench.micro;

import dev.aidp.bench.overhead.BusyLoop;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A step: performed, its outcome recorded, on the disk; one of a run of 100. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalBenchmark {

  private static final int STEPS = 100;

  @SuppressWarnings("NullAway.Init")
  private BusyLoop loop;

  /** Opens the engine. */
  @Setup
  public void open() {
    loop = BusyLoop.onNative(STEPS);
  }

  /** Runs them. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public int step() {
    return loop.run(STEPS);
  }

  /** Closes the engine. */
  @TearDown
  public void close() {
    loop.close();
  }
}
