package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the end of a run is told. */
@Timeout(300)
class OutcomeTest {

  private static final Act COSTS =
      Act.nothing().shell("echo cost_usd=0.5 >> \"$AIDP_ARTIFACTS/usage\"");

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--quiet", "--verbose", "--json", "--quiet --json"})
  void why_a_run_failed_and_what_to_do_is_on_standard_error(String how) {
    Called called = loop(("--check no=false --max-iterations 1 " + how).strip().split(" "));

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err())
        .contains(
            "aidp: Not done after 1 iteration (red: no).",
            "→ Look at its logs, then retry it: aidp logs one, aidp retry one")
        .doesNotContain("1 iterations");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--quiet", "--json"})
  void what_a_run_waits_for_and_what_to_do_is_on_standard_error(String how) {
    agent.coder("loop", COSTS.saying("Not yet."));

    Called called = loop(("--budget-usd 0.5 " + how).strip().split(" "));

    assertThat(called.code()).isEqualTo(6);
    assertThat(called.err())
        .contains("$0.50 of its budget of $0.50", "→ ", "aidp resume one --budget-usd X");
  }

  @Test
  void a_quiet_run_that_is_done_prints_its_branch_alone() {
    Called called = loop("--quiet");

    assertThat(called.out()).isEqualTo("aidp/one " + repository.commit("aidp/one") + "\n");
    assertThat(called.err()).isEmpty();
  }

  @Test
  void a_quiet_run_that_is_partly_merged_says_who_is_left_out() {
    plan("units: [{id: left, task: L}, {id: right, task: R}]");
    agent
        .coder("left", Act.writes("both.txt", "left\n"))
        .coder("right", Act.writes("both.txt", "right\n"));

    Called called = feature("--quiet", "--min-success", "50%");

    assertThat(called.code()).isEqualTo(3);
    assertThat(called.out()).isEqualTo("aidp/one " + repository.commit("aidp/one") + "\n");
    assertThat(called.err()).contains("right left out: it conflicts with left in both.txt");
  }

  @Test
  void the_first_fault_of_a_plan_is_where_the_error_is() {
    repository.write("p.yml", "feature: x\nunits:\n  - {id: a, tsk: A}\n  - {id: a, task: B}\n");

    Called called = feature("--plan", "p.yml", "--json");

    JsonNode error = called.json().get("error");
    assertThat(called.code()).isEqualTo(2);
    assertThat(error.get("where").asText()).matches("p\\.yml:3:\\d+");
    assertThat(error.get("where")).isEqualTo(error.get("details").get(0).get("where"));
    assertThat(error.get("message").asText()).matches("The plan has \\d faults\\.");
    JsonNode checked = aidp("plan", "check", "p.yml", "--json").json().get("error");
    assertThat(checked.get("where")).isEqualTo(error.get("where"));
  }

  @Test
  void a_schema_that_is_none_where_the_run_starts_is_a_fault_of_its_plan() {
    repository.write("rows.json", "{\"type\": \"rows\"}").commitAll("A schema");
    repository.write("rows.json", "{}"); // only in the working tree
    repository.write(
        "p.yml",
        "feature: x\nunits:\n  - {id: a, task: A, outputs: [{name: rows, schema: rows.json}]}\n");

    Called called = feature("--plan", "p.yml", "--json");

    JsonNode error = called.json().get("error");
    assertThat(called.code()).isEqualTo(2);
    assertThat(error.get("where").asText()).isEqualTo("p.yml:3:53");
    assertThat(error.get("details").get(0).get("message").asText())
        .startsWith("the schema of 'rows': /type: ");
    assertThat(repository.branches("aidp")).isEmpty();
    JsonNode checked = aidp("plan", "check", "p.yml", "--json").json().get("error");
    assertThat(checked.get("details")).isEqualTo(error.get("details"));
  }

  @Test
  void the_first_fault_of_the_settings_is_where_the_error_is() {
    repository.write(".aidp/aidp.yml", "limits:\n  retires: 1\n  max_iterations: many\n");

    Called called = feature("--json");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.json().get("error").get("where").asText()).matches(".*aidp\\.yml:2:\\d+");
  }

  @Test
  void a_feature_of_which_nothing_was_merged_has_an_empty_merge() {
    agent.coder("a", Act.fails(1, "permanent error: the model refuses the task"));
    plan("units: [{id: a, task: A}, {id: b, task: B, depends_on: [a]}]");

    JsonNode run = feature("--json").json();

    assertThat(run.get("state").asText()).isEqualTo("failed");
    assertEmpty(run.get("merge"));
    assertThat(aidp("status", "one", "--json").json().get("merge")).isEqualTo(run.get("merge"));
    assertThat(aidp("status", "one").out()).doesNotContain("merged  nothing");
    assertThat(aidp("rollback", "one", "merge").code()).isEqualTo(4);
  }

  @Test
  void a_feature_without_a_plan_has_an_empty_merge_and_a_loop_has_none() {
    agent.planner(0, Act.fails(1, "permanent error: the model refuses the task"));

    assertEmpty(feature("--json").json().get("merge"));
    assertThat(loop("--id", "two", "--json").json().get("merge").isNull()).isTrue();
  }

  private static void assertEmpty(JsonNode merge) {
    assertThat(merge.isObject()).isTrue();
    assertThat(merge.get("strategy").asText()).isEqualTo("merge");
    assertThat(merge.get("gate_runs").asInt()).isZero();
    for (String list : List.of("order", "conflicts", "left_out")) {
      assertThat(merge.get(list).isArray()).as(list).isTrue();
      assertThat(merge.get(list)).as(list).isEmpty();
    }
  }

  @Test
  void a_unit_that_was_skipped_has_no_times() {
    agent.coder("a", Act.fails(1, "permanent error: the model refuses the task"));
    plan("units: [{id: a, task: A}, {id: b, task: B, depends_on: [a]}]");

    JsonNode units = feature("--json").json().get("units");

    assertThat(units.findValuesAsText("state")).containsExactly("failed", "skipped");
    assertThat(units.get(0).get("started_at").isTextual()).isTrue();
    assertThat(units.get(1).get("started_at").isNull()).isTrue();
    assertThat(units.get(1).get("finished_at").isNull()).isTrue();
    assertThat(aidp("status", "one").out()).containsPattern("b +skipped +0 +0 +- ");
  }

  @ParameterizedTest
  @CsvSource({
    "status nobody",
    "logs nobody",
    "logs nobody a",
    "logs nobody --follow",
    "history nobody",
    "pause nobody",
    "pause nobody --now",
    "resume nobody",
    "resume nobody --budget-usd 3",
    "resume nobody --detach",
    "cancel nobody",
    "inject nobody text",
    "answer nobody text",
    "retry nobody",
    "retry nobody a --detach",
    "approve nobody",
    "reject nobody reason",
    "rollback nobody merge",
    "rollback nobody nothing",
    "guard nobody max_lines=3",
    "checkpoints nobody",
    "fork nobody merge --set a=b",
    "signal nobody pause {}",
    "update nobody publish {}",
    "query nobody status",
  })
  void an_unknown_run_is_4(String line) {
    Called called = aidp((line + " --json").split(" "));

    assertThat(called.code()).as(called.err()).isEqualTo(4);
    assertThat(called.json().get("error").get("message").asText())
        .isEqualTo("There is no run 'nobody'.");
  }

  @Test
  void the_time_line_of_a_run_marks_what_failed() {
    agent
        .rule("coder/loop/1/1/1", Act.fails(1, "permanent error: the model refuses the task"))
        .coder("loop", Act.writes("done.txt", "x"));
    assertThat(loop().code()).isEqualTo(1);

    List<String> lines = aidp("history", "one").out().lines().toList();

    assertThat(lines).anyMatch(line -> line.matches(".*step .*/agent +failed: .*refuses.*"));
    assertThat(lines).anyMatch(line -> line.matches(".*ended +failed: .*refuses.*"));
    assertThat(lines).anyMatch(line -> line.contains("step") && !line.contains("failed"));
  }

  @Test
  void the_time_line_of_a_run_marks_red_checks() {
    assertThat(loop("--check", "no=false", "--max-iterations", "1").code()).isEqualTo(1);

    assertThat(aidp("history", "one").out().lines())
        .anyMatch(line -> line.matches(".*step .*iteration-1/agent +failed: no"));
  }

  private Called loop(String... further) {
    return started("loop", further);
  }

  private Called feature(String... further) {
    return started("feature", further);
  }

  private Called started(String kind, String... further) {
    List<String> words = new java.util.ArrayList<>(List.of(kind, "Some text"));
    words.addAll(List.of("--agent-command", agent.command()));
    if (!List.of(further).contains("--id")) {
      words.addAll(List.of("--id", "one"));
    }
    if (kind.equals("feature") && java.nio.file.Files.exists(folder.resolve("plan.yml"))) {
      words.addAll(List.of("--plan", folder.resolve("plan.yml").toString()));
    }
    for (String word : further) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return aidp(words.toArray(String[]::new));
  }

  private void plan(String units) {
    try {
      java.nio.file.Files.writeString(folder.resolve("plan.yml"), "feature: x\n" + units + "\n");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
