package dev.aidp.bench.micro;

import dev.aidp.bench.TrivialSteps;
import dev.aidp.bench.UnitCosts;
import dev.aidp.bench.report.Machine;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The journal of a feature of 100 units, brought to its end again: what asks for it does so. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReplayBenchmark {

  private static final int UNITS = 100;
  private static final String RUN = "feature";

  private final Path folder = Machine.folder("replay");

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private NativeEngine engine;

  /** Runs it. */
  @Setup
  public void run() {
    TrivialSteps steps = new TrivialSteps();
    database = Database.open(folder.resolve("aidp.db"));
    engine = UnitCosts.onNative(database, folder.resolve("store"), steps);
    UnitCosts.run(engine, RUN, UNITS);
  }

  /** Replays it. */
  @Benchmark
  public Object replay() {
    return engine.query(
        RUN, FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflow::status);
  }

  /** Leaves nothing. */
  @TearDown
  public void close() {
    engine.close();
    database.close();
    Machine.delete(folder);
  }
}
