package dev.aidp.bench.micro;

import dev.aidp.agent.TurnResult;
import dev.aidp.git.TreeState;
import dev.aidp.workflows.wire.Wire;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The outcome of a turn with a tail of 4 KB, as the JSON in which it is recorded, and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {

  private static final String HASH = "0123456789abcdef".repeat(4);

  private final TurnResult turn =
      new TurnResult(
          new TreeState(HASH, HASH),
          true,
          new TurnResult.Texts(HASH, "A line of the reply.\n".repeat(200), HASH, HASH),
          List.of(),
          null);

  @SuppressWarnings("NullAway.Init")
  private String json;

  /** Writes it once. */
  @Setup
  public void write() {
    json = encode();
  }

  /** To JSON. */
  @Benchmark
  public String encode() {
    return Wire.sent(turn, TurnResult.class);
  }

  /** From JSON. */
  @Benchmark
  public TurnResult decode() {
    return Wire.read(json, TurnResult.class);
  }
}
