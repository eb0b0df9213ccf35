package dev.aidp.bench.micro;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.agent.provider.LineCutter;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 200 MB that an agent writes, cut into lines, each read as a record: half talk, half files. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OutputBenchmark {

  private static final int BYTES = 200_000_000;
  private static final Path NOWHERE = Path.of("nowhere");

  private static final AgentTurn TURN =
      new AgentTurn(
          AgentChoice.provider("claude"),
          null,
          new AgentTurn.Session("session", false),
          new AgentTurn.Prompt("Do it.", NOWHERE),
          new AgentTurn.Place(NOWHERE, NOWHERE, NOWHERE),
          new AgentTurn.Bounds(Duration.ofMinutes(1), null),
          new AgentTurn.Occasion("run", "unit", Role.CODER, 1, 1));

  private static final String TALK =
      """
      {"type":"assistant","session_id":"s","message":{"id":"m","content":[{"type":"text","text":"%s"}],\
      "usage":{"input_tokens":1000,"output_tokens":200}}}
      """
          .formatted("I look at the next file, and change it. ".repeat(50));

  private static final String FILE =
      """
      {"type":"user","session_id":"s","message":{"content":[{"type":"tool_result","content":"%s"}]}}
      """
          .formatted("    return value; // what was asked for\\n".repeat(50));

  @SuppressWarnings("NullAway.Init")
  private AgentProvider provider;

  @SuppressWarnings("NullAway.Init")
  private byte[] block;

  /** Writes some of it, which then comes again and again. */
  @Setup
  public void write() {
    provider = Objects.requireNonNull(Providers.builtIn().named("claude"));
    block =
        ImmutableList.of(TALK, FILE).stream()
            .reduce("", String::concat)
            .repeat(16)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads all of it. */
  @Benchmark
  public TurnOutput read() {
    TurnReader reader = provider.reader(TURN);
    LineCutter cutter = new LineCutter(reader::output);
    for (int read = 0; read < BYTES; read += block.length) {
      cutter.take(block, 0, block.length);
    }
    cutter.flush();
    return reader.end(0);
  }
}
