package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Check;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A coder's prompt from a long task, what failed, guides and an instruction. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PromptBenchmark {

  @SuppressWarnings("NullAway.Init")
  private PromptFacts facts;

  /** Gathers what it is written from. */
  @Setup
  public void gather() {
    TurnRequest request =
        new TurnRequest(
            new Work("run", 1, "unit", 1),
            Role.CODER,
            3,
            TurnRequest.Asked.of(AgentChoice.command("agent")),
            new TurnRequest.Bounds(Duration.ofMinutes(1), Budget.NONE),
            new TreeState("tree", "head"),
            new PromptContext(
                "ref",
                "error: expected 2, was 3\n".repeat(100),
                ImmutableList.of(new Instruction("1", "Leave the API.", Priority.NORMAL, null)),
                null),
            new TurnRequest.Artifacts(ImmutableList.of(), ImmutableList.of("report")));
    facts =
        new PromptFacts(
            request,
            ImmutableMap.of("unit", "Write the rows of the table.\n".repeat(200)),
            ImmutableList.of(new Check("tests", "make test")),
            ImmutableList.of("src/**"),
            new PromptFacts.Place(
                "/io",
                "",
                ImmutableList.of(
                    new ProjectGuides.Guide("AGENTS.md", "Tests are sentences.\n".repeat(200)))),
            "",
            ImmutableMap.of());
  }

  /** Writes it. */
  @Benchmark
  public String write() {
    return PromptWriter.write(facts);
  }
}
