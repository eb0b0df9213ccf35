package dev.aidp.bench.micro;

import dev.aidp.bench.RandomPlan;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.schedule.Dispatcher;
import dev.aidp.workflows.schedule.Standing;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which units start now, where half of them are done: asked after each event of a feature. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SchedulerBenchmark {

  private static final int PARALLEL = 50;
  private static final long SEED = 3;

  /** How many units the plan has. */
  @Param({"100", "1000", "10000"})
  public int units;

  @SuppressWarnings("NullAway.Init")
  private Dispatcher dispatcher;

  @SuppressWarnings("NullAway.Init")
  private Standing halfDone;

  /** Makes the plan. */
  @Setup
  public void plan() {
    UnitGraph graph = UnitGraph.of(new RandomPlan(SEED, units).graph());
    dispatcher = new Dispatcher(graph);
    halfDone = new HalfDone(new HashSet<>(graph.inOrder().subList(0, units / 2)));
  }

  /** Asks. */
  @Benchmark
  public List<String> starts() {
    return dispatcher.starts(halfDone, PARALLEL, Instant.EPOCH);
  }

  private record HalfDone(Set<String> done) implements Standing {

    @Override
    public boolean waits(String unit) {
      return !done.contains(unit);
    }

    @Override
    public boolean finished(String unit) {
      return done.contains(unit);
    }

    @Override
    public @Nullable Instant runningSince(String unit) {
      return null;
    }
  }
}
