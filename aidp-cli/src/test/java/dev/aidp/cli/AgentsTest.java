package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.cli.io.Interruption;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the command line says of agents' programs and their configuration, and how it holds them.
 */
@Timeout(300)
class AgentsTest {

  @TempDir Path folder;

  private SampleRepository repository;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  @Test
  void the_doctor_tells_version_and_login_of_each_program_and_what_is_missing() throws Exception {
    program("claude", "echo '2.1.329 (Claude Code)'");
    program("codex", "echo 'codex-cli 0.169.0'");
    Files.createDirectories(folder.resolve("home/.codex"));
    Files.writeString(folder.resolve("home/.codex/auth.json"), "{}");
    repository.write(".aidp/aidp.yml", "agent: {chain: [claude, codex, gemini]}\n");
    Map<String, String> environment =
        Map.of(
            "PATH",
            folder.resolve("bin") + ":/usr/bin:/bin",
            "HOME",
            folder.resolve("home").toString(),
            "ANTHROPIC_API_KEY",
            "");

    JsonNode findings =
        Called.aidp(repository.top(), environment, new Interruption(), "doctor", "--json")
            .json()
            .get("findings");

    assertThat(finding(findings, "agent claude"))
        .contains("2.1.329 (Claude Code); no login seen (it may be in a keychain)")
        .contains("\"ok\":true");
    assertThat(finding(findings, "agent codex"))
        .contains("codex-cli 0.169.0; login: ~/.codex/auth.json");
    assertThat(finding(findings, "agent gemini"))
        .contains("not found: gemini", "npm install -g @google/gemini-cli", "\"ok\":false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mine: {args: run}                                        | it needs a binary",
        "mine: {binary: x, args: '{task}'}                        | its args hold {task}; known"
            + " are",
        "mine: {binary: x, args: run, prompt: file}               | its args lack {prompt_file}",
        "mine: {binary: x, args: 'run [ --model {model}'}         | Brackets or quotes do not"
            + " match",
        "mine: {binary: x, args: run, output: jsonl, read: {end: type}}          | its read.end"
            + " must be /PLACE=VALUE",
        "mine: {binary: x, args: run, failures: {timeout: '('}}   | Unclosed group",
        "mine: {binary: x, args: run, output: xml}                | agents.mine.output must be text"
            + " or jsonl",
        "mine: {binary: x, args: run, reed: {text: /t}}           | agents.mine.reed",
        "claude: {prompt: file}                                   | prompt belongs to a declared"
            + " agent",
      })
  void a_fault_in_what_declares_an_agent_names_file_key_and_remedy(String agents, String message) {
    repository.write(".aidp/aidp.yml", "agents:\n  " + agents + "\n");

    Called called = Called.aidp(repository.top(), "loop", "x", "--json");

    assertThat(called.code()).isEqualTo(2);
    JsonNode error = called.json().get("error");
    assertThat(error.toString()).contains(message);
    assertThat(error.get("details").get(0).get("where").asText()).contains(".aidp/aidp.yml:2:");
    assertThat(error.get("details").get(0).get("message").asText()).contains("agents.");
    assertThat(error.get("remedy").asText()).isNotBlank();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pause_now_holds_the_programs_and_resume_lets_them_go_on() {
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    CompletableFuture<Called> owner =
        CompletableFuture.supplyAsync(
            () ->
                Called.aidp(
                    repository.top(),
                    "loop",
                    "x",
                    "--id",
                    "one",
                    "--agent-command",
                    agent.command(),
                    "--check",
                    "done=test -e done.txt"));
    gate.awaitReached();

    Called paused = Called.aidp(repository.top(), "pause", "one", "--now");

    assertThat(paused.code()).as(paused.err()).isZero();
    assertThat(paused.out() + paused.err()).contains("held on this machine: 1 program");
    long pid = agent.calls().get(0).pid();
    Await.until(() -> stands(pid), "the stop of the agent");
    gate.open();
    assertThat(
            Called.aidp(repository.top(), "status", "one", "--json").json().get("state").asText())
        .isEqualTo("paused");
    assertThat(agent.ended()).isZero();
    assertThat(owner).isNotDone();

    Called resumed = Called.aidp(repository.top(), "resume", "one");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(owner.join().code()).as(owner.join().err()).isZero();
    assertThat(agent.calls()).hasSize(1);
  }

  /** Tells whether a process is stopped, or waits in the kernel for a child that is. */
  private static boolean stands(long pid) {
    return state(pid) == 'T'
        || (state(pid) == 'D'
            && ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .anyMatch(child -> state(child.pid()) == 'T'));
  }

  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return ' ';
    }
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String finding(JsonNode findings, String name) {
    for (JsonNode finding : findings) {
      if (finding.get("name").asText().equals(name)) {
        return finding.toString();
      }
    }
    return "no finding " + name + " in " + findings;
  }
}
