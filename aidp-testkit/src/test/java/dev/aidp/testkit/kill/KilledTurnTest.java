package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Usage;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.provider.Play;
import dev.aidp.testkit.provider.StandIn;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.suite.Portion;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kill -9} in the middle of a turn: the same session goes on, and there is one bill. */
class KilledTurnTest {

  private static final Usage USED = new Usage(1_000, 9_000, 200, 300, 120_000, false);

  @TempDir Path folder;

  static List<String> providers() {
    return Portion.of(List.of("claude", "codex", "opencode"), 3, 0);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void the_same_session_goes_on_natively(String provider) throws Exception {
    killed_in_the_middle(provider, "native", "127.0.0.1:7233");
  }

  @Tag("long")
  @Test
  void the_same_session_goes_on_on_a_temporal_service() throws Exception {
    killed_in_the_middle("claude", "temporal", DevServer.shared().target());
  }

  private void killed_in_the_middle(String provider, String engine, String target)
      throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    StandIn program = StandIn.of(provider, folder.resolve("program"));
    Gate middle = program.gate("middle");
    // Undisturbed, the first call would go on for half a minute after the gate.
    Play slow = Play.nothing().saying("I begin.").editing("new.txt", "half").leavingProcess();
    program.on(1, slow.waitingAt(middle).running("sleep 30").finishing("STATUS: COMPLETE"));
    program.otherwise(
        Play.nothing().using(USED).editing("new.txt", "whole\n").finishing("STATUS: COMPLETE"));
    List<String> arguments =
        List.of(
            repository.top().toString(),
            program.install().toString(),
            provider,
            engine,
            target,
            "grep -q whole new.txt");
    Path log = folder.resolve("log");

    ChildJvm first = ChildJvm.start(OneTurn.class, log, arguments);
    Await.until(
        () -> Files.exists(middle.reached()) || !first.alive(), "the middle of the first turn");
    // What a program has just said takes a moment to be read.
    Await.until(() -> knowsSession(repository, program), "the note of the session");
    first.kill();
    ChildJvm second = ChildJvm.start(OneTurn.class, log, arguments);

    assertThat(second.exit()).as("%s", second.output()).isZero();
    assertThat(repository.files("aidp/" + OneTurn.ID)).containsEntry("new.txt", "whole\n");
    assertThat(program.sessions()).hasSize(1);
    String session = program.sessions().get(0);
    assertThat(program.session(session))
        .containsExactly("begin 1 call 1", "begin 2 call 2", "end 2");
    assertThat(program.calls()).extracting(StandIn.Call::resumed).containsExactly(false, true);
    assertThat(program.calls().get(1).prompt()).startsWith("The previous run was interrupted.");
    assertThat(program.bill()).containsExactly(new StandIn.Bill(session, 2, USED));
    assertThat(program.calls()).noneMatch(call -> ScriptedAgent.lives(call.pid()));
    assertThat(program.leftProcesses()).noneMatch(ScriptedAgent::lives);
  }

  @Tag("long")
  @Test
  void a_turn_that_has_ended_is_not_taken_again_for_its_checks_natively() throws Exception {
    killed_in_the_checks("native", "127.0.0.1:7233");
  }

  @Test
  void a_turn_that_has_ended_is_not_taken_again_for_its_checks_on_a_temporal_service()
      throws Exception {
    killed_in_the_checks("temporal", DevServer.shared().target());
  }

  private void killed_in_the_checks(String engine, String target) throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    StandIn program = StandIn.of("claude", folder.resolve("program"));
    program.otherwise(
        Play.nothing().using(USED).editing("new.txt", "whole\n").finishing("STATUS: COMPLETE"));
    Path begun = folder.resolve("begun");
    List<String> arguments =
        List.of(
            repository.top().toString(),
            program.install().toString(),
            "claude",
            engine,
            target,
            "grep -q whole new.txt || exit 1; if mkdir '%s'; then exec sleep 60; fi"
                .formatted(begun));
    Path log = folder.resolve("log");

    ChildJvm first = ChildJvm.start(OneTurn.class, log, arguments);
    Await.until(() -> Files.exists(begun) || !first.alive(), "the check has begun");
    first.kill();
    ChildJvm second = ChildJvm.start(OneTurn.class, log, arguments);

    assertThat(second.exit()).as("%s", second.output()).isZero();
    assertThat(repository.files("aidp/" + OneTurn.ID)).containsEntry("new.txt", "whole\n");
    assertThat(program.calls()).hasSize(1);
    assertThat(program.bill())
        .containsExactly(new StandIn.Bill(program.sessions().get(0), 1, USED));
  }

  private static boolean knowsSession(SampleRepository repository, StandIn program) {
    try (Stream<Path> files = Files.walk(repository.top().resolve(".aidp"))) {
      return files
          .filter(file -> file.endsWith("begun.json"))
          .anyMatch(file -> read(file).contains(program.sessions().get(0)));
    } catch (UncheckedIOException e) {
      return false; // a file that was replaced meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
