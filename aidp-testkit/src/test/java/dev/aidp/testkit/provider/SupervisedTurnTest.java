package dev.aidp.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.agent.Supervision;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.Defaults;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void who_writes_nothing_is_ended_after_its_silence_and_asked_again() {
    StandIn program = StandIn.of("codex", folder.resolve("program"));
    program.on(1, Play.nothing().saying("I begin.").leavingProcess().hanging());
    TurnStage stage = stage(program, "codex", Duration.ofSeconds(2));

    TurnResult silent = stage.turn();
    TurnResult again = stage.turn();

    assertThat(failure(silent).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(failure(silent).message()).isEqualTo("The agent wrote nothing for 2 s.");
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
    assertThat(result.tail().length()).isLessThanOrEqualTo(Defaults.INLINE_TEXT);
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
