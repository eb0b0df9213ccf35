package dev.aidp.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.agent.TurnResult;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.Usage;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A turn is recorded once and played again without the program. */
class CassetteTest {

  @TempDir Path folder;

  @Test
  void a_turn_that_was_recorded_is_played_again_at_no_cost() {
    StandIn program = StandIn.of("claude", folder.resolve("program"));
    program.otherwise(
        Play.nothing()
            .using(new Usage(1, 2, 3, 4, 5, false))
            .complaining("a warning")
            .editing("src/new.txt", "grüße\n")
            .finishing("Done.\nSTATUS: COMPLETE"));
    AgentProvider real = claude(program.install());
    Cassette cassette = Cassette.in(folder.resolve("cassette"));

    TurnStage first = new TurnStage(folder.resolve("first"), cassette.recording(real));
    TurnResult recorded = first.turn();
    TurnStage second = new TurnStage(folder.resolve("second"), cassette.replaying(real));
    TurnResult played = second.turn();

    assertThat(recorded.failure()).isNull();
    assertThat(program.calls()).hasSize(1);
    assertThat(cassette.turns()).isEqualTo(1);
    assertThat(played.failure()).isNull();
    assertThat(played.saysComplete()).isTrue();
    assertThat(played.usage()).isEqualTo(recorded.usage());
    assertThat(played.state().tree()).isEqualTo(recorded.state().tree());
    assertThat(second.file("src/new.txt")).hasContent("grüße\n");
    assertThat(second.log()).contains("! a warning");
  }

  @Test
  void who_asks_something_else_is_told_to_record_again() {
    StandIn program = StandIn.of("claude", folder.resolve("program"));
    AgentProvider real = claude(program.install());
    Cassette cassette = Cassette.in(folder.resolve("cassette"));
    new TurnStage(folder.resolve("first"), cassette.recording(real)).turn();

    TurnResult played =
        new TurnStage(folder.resolve("second"), cassette.replaying(real)).asking("Else.").turn();

    assertThat(played.failure().message()).contains("record it again");
  }

  private static AgentProvider claude(Path executable) {
    return Objects.requireNonNull(
        Providers.builtIn().startedAs("claude", executable.toString()).named("claude"));
  }
}
