package dev.aidp.bench.micro;

import dev.aidp.bench.ManyBranches;
import dev.aidp.bench.report.Machine;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
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

/** 100 branches, every tenth of which shares a file, joined by git's object store. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MergeBenchmark {

  private final ManyBranches branches = new ManyBranches(100, 10);
  private final Path folder = Machine.folder("join");

  @SuppressWarnings("NullAway.Init")
  private SampleRepository repository;

  /** Makes the branches. */
  @Setup
  public void branch() throws IOException, InterruptedException {
    repository = branches.repository(folder.resolve("repository"));
  }

  /** Joins them. */
  @Benchmark
  public String join() {
    return branches.joined(repository);
  }

  /** Leaves nothing. */
  @TearDown
  public void delete() {
    Machine.delete(folder);
  }
}
