package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ObjectArrays;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at checkpoints, going back to them, branching off, and what agents have changed. */
@Timeout(300)
class CheckpointsTest {

  private static final Act LINE = Act.complete().shell("echo $iteration >> lines.txt");

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
  }

  private Called aidp(String... words) {
    return Called.aidp(repository.top(), words);
  }

  private Called loop(String... more) {
    agent.coder("loop", LINE);
    String[] words = {
      "loop",
      "Write.",
      "--id",
      "one",
      "--agent-command",
      agent.command(),
      "--check",
      "six=test $(wc -l < lines.txt) -ge 6"
    };
    return aidp(ObjectArrays.concat(words, more, String.class));
  }

  @Test
  void they_are_listed_gone_back_to_and_forked_with_another_agent() {
    assertThat(loop("--quiet").code()).isZero();

    assertThat(aidp("checkpoints", "one").out())
        .containsSubsequence("CHECKPOINT", "TREND", "1.5", "+5 -0", "six", "1.6", "-", "1 fixed");
    JsonNode all = aidp("checkpoints", "one", "loop", "--all", "--json").json();
    assertThat(all).hasSize(6);
    JsonNode last = all.get(5);
    assertThat(last.get("checkpoint").asText()).isEqualTo("1.6");
    assertThat(last.get("tree").asText()).isEqualTo(repository.treeHash("aidp/one"));
    assertThat(last.get("fixed").get(0).asText()).isEqualTo("six");
    assertThat(last.get("trend").asText()).isEqualTo("improving");
    assertThat(last.get("lines_added").asInt()).isEqualTo(6);

    Called back = aidp("rollback", "one", "4", "--json");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.json().get("units").get(0).get("iterations").asInt()).isEqualTo(6);
    assertThat(agent.calls()).hasSize(8);

    String other = "echo other >> lines.txt; echo STATUS: COMPLETE";
    Called fork =
        aidp("fork", "one", "1.3", "--id", "two", "--set", "agent.command=" + other, "--json");
    assertThat(fork.code()).as(fork.err()).isZero();
    assertThat(fork.json().get("branch").asText()).isEqualTo("aidp/two");
    assertThat(repository.git("show", "aidp/two:lines.txt"))
        .isEqualTo("1\n2\n3\nother\nother\nother");
    assertThat(agent.calls()).hasSize(8);
  }

  @Test
  void what_is_not_there_is_4_and_what_makes_no_sense_is_2() {
    assertThat(loop("--quiet").code()).isZero();

    Called unknown = aidp("rollback", "one", "9");
    assertThat(unknown.code()).isEqualTo(4);
    assertThat(unknown.err())
        .contains("no checkpoint '9'", "1.5, 1.6", "aidp checkpoints one --all");
    assertThat(aidp("fork", "one", "9").code()).isEqualTo(4);
    assertThat(aidp("checkpoints", "one", "other").code()).isEqualTo(4);
    assertThat(aidp("diff", "one", "--iteration", "9").code()).isEqualTo(4);
    assertThat(aidp("fork", "nobody", "1").code()).isEqualTo(4);
    assertThat(aidp("fork", "one").code()).isEqualTo(2);
    Called typo = aidp("fork", "one", "1", "--set", "limits.max_iteration=3");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("limits.max_iteration");
    assertThat(aidp("fork", "one", "1", "--set", "limits").code()).isEqualTo(2);
    assertThat(aidp("fork", "one", "3", "--set", "limits.max_iterations=3").err())
        .contains("the limit is 3");
    assertThat(aidp("list", "--json").json()).hasSize(1);
  }

  @Test
  void a_diff_applies_and_shows_a_unit_under_way_as_its_files_lie_there() throws Exception {
    Gate gate = agent.gate("third");
    agent.coder(
        "loop", 3, Act.complete().shell("echo now > now.txt; rm README.md").waitingAt(gate));
    CompletableFuture<Called> run = CompletableFuture.supplyAsync(() -> loop("--quiet"));
    gate.awaitReached();
    String index = repository.sh("cksum .git/index");

    Called now = aidp("diff", "one");
    Called second = aidp("diff", "one", "loop", "--iteration", "2");
    Called running = aidp("rollback", "one", "1");

    assertThat(now.out()).contains("+++ b/now.txt", "--- a/README.md", "+1\n+2");
    assertThat(second.out()).contains("@@ -1 +1,2 @@\n 1\n+2");
    assertThat(running.code()).isEqualTo(1);
    assertThat(running.err()).contains("aidp cancel one");
    assertThat(repository.sh("cksum .git/index")).isEqualTo(index);
    gate.open();
    assertThat(run.get().code()).isZero();
    Called all = aidp("diff", "one");
    Path patch = Files.writeString(folder.resolve("patch"), all.out());
    repository.git("apply", "--index", patch.toString());
    assertThat(repository.git("write-tree")).isEqualTo(repository.treeHash("aidp/one"));
    assertThat(aidp("diff", "one", "--stat").out()).contains("lines.txt | 6");
    assertThat(aidp("diff", "one", "--json").json().get("diff").asText()).isEqualTo(all.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoints one --json", "query one checkpoints"})
  void on_temporal_they_are_listed_from_any_folder(String line) throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String target = DevServer.shared().target();
    assertThat(loop("--quiet", "--engine", "temporal", "--target", target).code()).isZero();
    String id =
        aidp("status", "one", "--json", "--target", target).json().get("workflow_id").asText();

    String named = line.replace("one", id);
    Called there = Called.aidp(empty, (named + " --target " + target).split(" "));

    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.out()).contains("\"iteration\"", "six", "improving");
  }
}
