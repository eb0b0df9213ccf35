package dev.aidp.testkit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedAgentTest {

  @TempDir Path folder;
  private Path worktree;
  private ScriptedAgent agent;

  @BeforeEach
  void make_a_worktree() throws IOException {
    worktree = Files.createDirectories(folder.resolve("work tree"));
    agent = ScriptedAgent.in(folder.resolve("the agent's"));
  }

  @Test
  void does_well_what_no_rule_speaks_of() throws Exception {
    Process process = turn("model", 1, "Add it.");

    assertThat(reply(process)).isEqualTo("STATUS: COMPLETE\n");
    assertThat(worktree.resolve("model.txt")).hasContent("work of model");
    assertThat(agent.calls().get(0).prompt()).isEqualTo("Add it.");
  }

  @Test
  void follows_the_first_rule_that_matches() throws Exception {
    agent
        .coder("model", 2, Act.writes("a folder/it's.txt", "100%\n\\n"))
        .coder("model", Act.fails(3, "no"));

    assertThat(turn("model", 1, "").waitFor()).isEqualTo(3);
    assertThat(turn("model", 2, "").waitFor()).isZero();
    assertThat(Files.readString(worktree.resolve("a folder/it's.txt"))).isEqualTo("100%\n\\n");
    assertThat(agent.counts()).isEqualTo(Map.of("coder/model/1/1", 1, "coder/model/1/2", 1));
  }

  @Test
  void counts_the_calls_of_the_same_turn() throws Exception {
    agent.rule("coder/net/1/1/1", Act.fails(1, "reset"));

    assertThat(turn("net", 1, "").waitFor()).isEqualTo(1);
    assertThat(turn("net", 1, "").waitFor()).isZero();
    assertThat(agent.counts()).isEqualTo(Map.of("coder/net/1/1", 2));
  }

  @Test
  void waits_at_its_gate_and_notes_who_lives_beside_it() throws Exception {
    agent.rule("coder/a/1/1/1", Act.complete().waitingAt(agent.gate("a")));
    Process first = turn("a", 1, "");
    agent.gate("a").awaitReached();

    turn("a", 1, "").waitFor();

    assertThat(agent.living()).extracting(AgentCall::pid).containsExactly(first.pid());
    assertThat(agent.overlaps()).hasSize(1);
    agent.gate("a").open();
    assertThat(first.waitFor()).isZero();
    assertThat(agent.living()).isEmpty();
  }

  private Process turn(String unit, int iteration, String prompt) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", agent.command()).directory(worktree.toFile());
    builder.environment().put("AIDP_ROLE", "coder");
    builder.environment().put("AIDP_UNIT_ID", unit);
    builder.environment().put("AIDP_ATTEMPT", "1");
    builder.environment().put("AIDP_ITERATION", Integer.toString(iteration));
    Process process = builder.start();
    try (var input = process.outputWriter()) {
      input.write(prompt);
    }
    return process;
  }

  private static String reply(Process process) throws Exception {
    String reply = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return reply;
  }
}
