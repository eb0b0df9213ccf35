package dev.aidp.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.spending.PriceTable;
import dev.aidp.activities.spending.Spending;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.testkit.agent.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a turn had used that was cut off is on the run's bill: once. */
class CutTurnTest {

  private static final Usage WHOLE = new Usage(1_000, 9_000, 0, 300, 120_000, false);

  private static final Budget BUDGET =
      new Budget(new Cap(10_000_000L, null), Cap.NONE, new Cap(400_000L, null));

  /** A step of opencode, which tells what each has used: $0.05. */
  private static final String STEP =
      "{\"type\":\"step_finish\",\"part\":{\"reason\":\"tool-calls\",\"cost\":0.05,"
          + "\"tokens\":{\"input\":70,\"output\":30,\"reasoning\":0,\"cache\":{\"read\":0,\"write\":0}}}}";

  @TempDir Path folder;

  private final Database database = Database.inMemory();
  private final SqlLedger ledger = new SqlLedger(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_process_that_died_leaves_what_its_agent_had_told() {
    StandIn program = standIn("opencode");
    Gate gate = program.gate("middle");
    program.on(1, Play.nothing().printing(STEP).printing(STEP).waitingAt(gate));
    program.on(2, Play.nothing().using(WHOLE).finishing("STATUS: COMPLETE"));
    TurnStage stage = stage(program, "opencode");

    dies(stage, gate, "\"costMicroUsd\":100000");
    TurnResult result = stage.turn(null, 2, () -> false);

    assertThat(result.usage().costMicroUsd()).isEqualTo(100_000 + 120_000);
    assertThat(result.usage().tokens()).isEqualTo(200 + WHOLE.tokens());
    assertThat(settled()).isEqualTo(220_000);
    assertThat(reserved()).isZero();
  }

  @Test
  void a_cancelled_turn_is_charged_once_though_it_is_taken_again() {
    StandIn program = standIn("opencode");
    Gate gate = program.gate("middle");
    program.on(1, Play.nothing().printing(STEP).waitingAt(gate));
    program.on(2, Play.nothing().using(WHOLE).finishing("STATUS: COMPLETE"));
    TurnStage stage = stage(program, "opencode");

    assertThatThrownBy(() -> stage.turn(null, 1, told(gate, "\"costMicroUsd\":50000")))
        .isInstanceOf(StepCancelledException.class);
    assertThat(settled()).isEqualTo(50_000);
    TurnResult result = stage.turn(null, 2, () -> false);

    assertThat(result.usage().costMicroUsd()).isEqualTo(50_000 + 120_000);
    assertThat(settled()).isEqualTo(170_000);
  }

  @Test
  void of_whom_nothing_is_known_costs_all_that_was_set_aside() {
    StandIn program = standIn("gemini");
    Gate gate = program.gate("middle");
    program.on(1, Play.nothing().saying("I begin.").waitingAt(gate));
    program.on(2, Play.nothing().using(WHOLE).finishing("STATUS: COMPLETE"));
    TurnStage stage = stage(program, "gemini");

    dies(stage, gate, "\"turn\"");
    TurnResult result = stage.turn(null, 2, () -> false);

    assertThat(result.usage().estimated()).isTrue();
    assertThat(result.usage().costMicroUsd()).isGreaterThan(400_000);
    assertThat(settled()).isEqualTo(result.usage().costMicroUsd());
  }

  @Test
  void who_counts_from_the_beginning_of_a_session_tells_it_with_the_rest() {
    StandIn program = standIn("claude");
    Gate gate = program.gate("middle");
    program.on(
        1,
        Play.nothing()
            .printing(message(500))
            .printing(message(700)) // the same message, further on: no second one
            .waitingAt(gate));
    program.on(2, Play.nothing().using(WHOLE).finishing("STATUS: COMPLETE"));
    TurnStage stage = stage(program, "claude");

    dies(stage, gate, "\"inputTokens\":700");
    TurnResult result = stage.turn(null, 2, () -> false);

    // The total of the session, of which 700 tokens were charged before.
    assertThat(result.usage().tokens()).isEqualTo(WHOLE.tokens());
    assertThat(settled()).isEqualTo(result.usage().costMicroUsd()).isEqualTo(120_000);
  }

  @Test
  void a_turn_that_hangs_costs_what_it_had_told() {
    StandIn program = standIn("opencode");
    program.otherwise(Play.nothing().printing(STEP).hanging());

    TurnResult result = stage(program, "opencode").within(Duration.ofSeconds(4)).turn();

    assertThat(Objects.requireNonNull(result.failure()).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(result.usage().costMicroUsd()).isEqualTo(settled()).isEqualTo(50_000);
  }

  @Test
  void a_turn_that_hangs_and_has_told_nothing_costs_all_that_was_set_aside() {
    StandIn program = standIn("codex");
    program.otherwise(Play.nothing().saying("I begin.").hanging());

    TurnResult result = stage(program, "codex").within(Duration.ofSeconds(4)).turn();

    assertThat(Objects.requireNonNull(result.failure()).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(result.usage().costMicroUsd()).isEqualTo(settled()).isEqualTo(400_000);
    assertThat(result.usage().estimated()).isTrue();
  }

  private static String message(int input) {
    return "{\"type\":\"assistant\",\"message\":{\"id\":\"m1\",\"content\":[],\"usage\":{\"input_tokens\":%d}}}"
        .formatted(input);
  }

  private StandIn standIn(String name) {
    return StandIn.of(name, folder.resolve(name));
  }

  private TurnStage stage(StandIn program, String name) {
    AgentProvider provider =
        Providers.builtIn().startedAs(name, program.install().toString()).named(name);
    return new TurnStage(folder.resolve("stage-" + name), Objects.requireNonNull(provider))
        .spending(new Spending(ledger, new PriceTable(Map.of())), BUDGET);
  }

  /** What nobody catches: what is under way stays so, as if the process were gone. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  private void dies(TurnStage stage, Gate gate, String noted) {
    BooleanSupplier told = told(gate, noted);
    assertThatThrownBy(
            () ->
                stage.turn(
                    null,
                    1,
                    () -> {
                      if (told.getAsBoolean()) {
                        throw new Died();
                      }
                      return false;
                    }))
        .isInstanceOf(Died.class);
  }

  /** The program is at the gate, and what it has told before is read and noted. */
  private BooleanSupplier told(Gate gate, String noted) {
    return () -> Files.exists(gate.reached()) && notes().anyMatch(text -> text.contains(noted));
  }

  /** Returns what is noted of turns that have begun. */
  private Stream<String> notes() {
    List<String> notes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.endsWith("begun.json")).toList()) {
        notes.add(Files.readString(file));
      }
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty(); // a file was replaced meanwhile
    }
    return notes.stream();
  }

  private long settled() {
    return ledger.balance("run", Budget.NONE).money().settled();
  }

  private long reserved() {
    return ledger.balance("run", Budget.NONE).money().reserved();
  }
}
