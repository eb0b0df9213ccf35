package dev.aidp.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.agent.Supervision;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Defaults;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are of no use, or write without measure. */
class SupervisedTurnTest {

  private static final int FLOOD = 200_000_000;

  @TempDir Path folder;

  @Test
  void opencode_that_repeats_at_a_limit_without_end_is_ended_after_the_second_line() {
    StandIn program = StandIn.of("opencode", folder.resolve("program"));
    String line = "ERROR service=llm error={\"statusCode\":429,\"message\":\"Too Many Requests\"}";
    String again = "while :; do raw '" + line + "' >&2; sleep 0.1; done";
    program.on(1, Play.nothing().leavingProcess().running(again));

    TurnResult result = stage(program, "opencode", Duration.ofMinutes(1)).turn();

    assertThat(failure(result).kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertEnded(program);
  }

  @Test
  void opencode_that_stays_silent_after_an_error_has_failed_by_it() {
    StandIn program = StandIn.of("opencode", folder.resolve("program"));
    program.on(1, Play.nothing().running("trouble auth_expired").leavingProcess().hanging());

    TurnResult result = stage(program, "opencode", Duration.ofSeconds(4)).turn();

    assertThat(failure(result).kind()).isEqualTo(FailureKind.AUTH_EXPIRED);
    assertEnded(program);
  }

  @ParameterizedTest
  @ValueSource(ints = {41, 52, 1})
  void what_gemini_says_goes_before_its_exit_code(int exitCode) {
    StandIn program = StandIn.of("gemini", folder.resolve("program"));
    program.on(
        1,
        Play.nothing()
            .complaining("Please set an Auth method in your settings.json")
            .exiting(exitCode));

    TurnResult result = stage(program, "gemini", Duration.ofMinutes(1)).turn();

    assertThat(failure(result).kind()).isEqualTo(FailureKind.AUTH_EXPIRED);
  }

  /** More than a pipe holds: the program is not left waiting for somebody who reads. */
  @Test
  void a_reader_that_fails_costs_neither_the_output_nor_a_turn_that_it_had_understood() {
    StandIn program = StandIn.of("claude", folder.resolve("program"));
    program.on(1, Play.nothing().saying("boom").flooding(300_000).finishing("STATUS: COMPLETE"));
    program.on(2, Play.nothing().finishing("boom"));
    TurnStage stage =
        new TurnStage(
            folder.resolve("stage"),
            new FailingReader(
                Objects.requireNonNull(
                    Providers.builtIn()
                        .startedAs("claude", program.install().toString())
                        .named("claude"))),
            new Supervision(Duration.ofSeconds(20), Duration.ofMillis(300)));

    TurnResult good = stage.turn();
    TurnResult bad = stage.turn();

    assertThat(good.failure()).isNull();
    assertThat(stage.transcriptBytes(good)).isGreaterThan(300_000);
    assertThat(failure(bad).kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(failure(bad).message()).contains("cannot be read", "a fault of the reader");
  }

  /** Claude's, but that its reader cannot bear a word. */
  private record FailingReader(AgentProvider real) implements AgentProvider {

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public Capabilities capabilities() {
      return real.capabilities();
    }

    @Override
    public Invocation invocation(AgentTurn order) {
      return real.invocation(order);
    }

    @Override
    public TurnReader reader(AgentTurn order) {
      TurnReader reader = real.reader(order);
      return new TurnReader() {
        @Override
        public @Nullable String output(String line) {
          if (line.contains("boom")) {
            throw new IllegalStateException("a fault of the reader");
          }
          return reader.output(line);
        }

        @Override
        public @Nullable String session() {
          return reader.session();
        }

        @Override
        public boolean done() {
          return reader.done();
        }

        @Override
        public TurnOutput end(@Nullable Integer exitCode) {
          return reader.end(exitCode);
        }
      };
    }
  }

  @Test
  void who_writes_nothing_is_ended_after_its_silence_and_asked_again() {
    StandIn program = StandIn.of("codex", folder.resolve("program"));
    program.on(1, Play.nothing().saying("I begin.").leavingProcess().hanging());
    TurnStage stage = stage(program, "codex", Duration.ofSeconds(4));

    TurnResult silent = stage.turn();
    TurnResult again = stage.turn();

    assertThat(failure(silent).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(failure(silent).message()).isEqualTo("The agent wrote nothing for 4 s.");
    assertThat(failure(silent).kind().repeatsTurn()).isTrue();
    assertEnded(program);
    assertThat(again.failure()).isNull();
  }

  @Test
  void two_hundred_megabytes_on_one_line_are_kept_whole_and_only_a_tail_is_told() {
    StandIn program = StandIn.of("claude", folder.resolve("program"));
    program.on(1, Play.nothing().flooding(FLOOD).finishing("STATUS: COMPLETE"));
    TurnStage stage = stage(program, "claude", Duration.ofMinutes(1));

    TurnResult result = stage.turn();

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertThat(result.texts().tail().length()).isLessThanOrEqualTo(Defaults.INLINE_TEXT);
    assertThat(stage.log().length()).isLessThan(10_000);
    assertThat(stage.transcriptBytes(result)).isGreaterThanOrEqualTo(FLOOD);
  }

  private TurnStage stage(StandIn program, String name, Duration silence) {
    AgentProvider provider =
        Providers.builtIn().startedAs(name, program.install().toString()).named(name);
    return new TurnStage(
        folder.resolve("stage"),
        Objects.requireNonNull(provider),
        new Supervision(silence, Duration.ofMillis(300)));
  }

  private static Failure failure(TurnResult result) {
    return Objects.requireNonNull(result.failure());
  }

  private static void assertEnded(StandIn program) {
    assertThat(program.calls()).noneMatch(call -> ScriptedAgent.lives(call.pid()));
    assertThat(program.leftProcesses()).noneMatch(ScriptedAgent::lives);
  }
}
