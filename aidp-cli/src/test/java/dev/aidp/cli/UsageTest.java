package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.cli.io.Interruption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is opened, and how that is said. */
class UsageTest {

  @TempDir Path nowhere;

  @Test
  void without_a_command_says_what_there_is() {
    Called called = Called.aidp(nowhere);

    assertThat(called.code()).isZero();
    assertThat(called.out()).contains("aidp demo", "feature", "doctor", "aidp COMMAND --help");
    assertThat(called.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "feture, feature",
    "stauts, status",
    "lsit, list",
    "cancle, cancel",
    "docter, doctor"
  })
  void suggests_the_command_that_was_meant(String written, String meant) {
    Called called = Called.aidp(nowhere, written, "x");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err())
        .contains("aidp: Unknown command: " + written, "Did you mean " + meant + "?");
    assertThat(called.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--budget-usd, 0",
    "--budget-usd, much",
    "--budget-tokens, -1",
    "--budget-tokens, 1.5"
  })
  void a_budget_is_an_amount(String option, String value) {
    Called called = Called.aidp(nowhere, "feature", "x", option, value, "--agent-command", "cat");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(option + ": must be", value);
  }

  @ParameterizedTest
  @CsvSource({"--check, t=true, t=false", "--agent-command-for, coder=cat, coder=true"})
  void of_two_with_one_name_none_is_taken(String option, String one, String other) {
    Called called =
        Called.aidp(nowhere, "feature", "x", option, one, option, other, "--agent-command", "cat");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(option + " names", "twice");
  }

  @Test
  void what_is_asked_for_in_lines_fails_in_one_line() {
    Called called = Called.aidp(nowhere, "history", "no such id", "--json");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out().lines()).hasSize(1);
    assertThat(error(called).get("code").asInt()).isEqualTo(2);
  }

  @Test
  void an_unknown_option_is_named_in_the_document() {
    Called called = Called.aidp(nowhere, "status", "x", "--colour", "--json");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out()).startsWith("{");
    JsonNode error = error(called);
    assertThat(error.get("code").asInt()).isEqualTo(2);
    assertThat(error.get("message").asText()).isEqualTo("Unknown option: '--colour'");
    assertThat(error.get("remedy").asText()).contains("aidp status --help");
    assertThat(error.get("where").isNull()).isTrue();
    assertThat(error.get("details").isArray()).isTrue();
    assertThat(error).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--json --max-parallel 0 feature text --agent-command cat",
        "feature --json --max-parallel 0 text --agent-command cat",
        "feature text --json --agent-command cat --max-parallel 0",
        "--agent-command cat feature --max-parallel=0 text --json",
      })
  void options_stand_before_or_after_their_command(String line) {
    Called called = Called.aidp(nowhere, line.split(" "));

    assertThat(called.code()).isEqualTo(2);
    assertThat(error(called).get("message").asText())
        .isEqualTo("must be a whole number from 1: \"0\"");
    assertThat(error(called).get("where").asText()).isEqualTo("--max-parallel");
  }

  @Test
  void all_wrong_options_are_named_at_once() {
    Called called =
        Called.aidp(
            nowhere,
            "feature",
            "x",
            "--json",
            "--max-parallel",
            "none",
            "--timeout",
            "soon",
            "--min-success",
            "101%",
            "--engine",
            "steam",
            "--target",
            "here",
            "--check",
            "a=b");

    JsonNode details = error(called).get("details");
    assertThat(details.findValuesAsText("where"))
        .containsExactly("--engine", "--target", "--max-parallel", "--timeout", "--min-success");
    assertThat(called.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "status, Which run?",
    "inject f-x, Something is missing",
    "pause f-x f-y, Too many words: f-y",
    "status -- -x, Not a run's id: -x",
    "status f/x, Not a run's id: f/x",
    "worker --drain never, '--drain must be'",
    "feature '', The text is empty",
    "inject f-x hello --priority urgent, Unknown priority: urgent",
    "plan, Say what to do with the plan",
    "plan check missing.yml, There is no such plan",
    "loop x --check broken, --check must be NAME=CMD: broken",
  })
  void wrong_usage_is_2_with_one_message(String line, String message) {
    Called called = Called.aidp(nowhere, line.replace("''", "").split(" ", -1));

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(message).contains("→").doesNotContain("\tat ");
    assertThat(called.out()).isEmpty();
  }

  @Test
  void a_place_without_a_repository_is_2() {
    for (String line : new String[] {"list", "status x", "pause x", "logs x", "worker"}) {
      Called called = Called.aidp(nowhere, line.split(" "));

      assertThat(called.code()).as(line).isEqualTo(2);
      assertThat(called.err()).as(line).contains("no git repository");
    }
    assertThat(nowhere).isEmptyDirectory();
  }

  @Test
  void a_folder_that_is_not_there_is_2() {
    Called called = Called.aidp(nowhere, "-C", "not here", "list");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(nowhere.resolve("not here").toString());
  }

  @Test
  void a_text_may_look_like_anything(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("file"), "--json");

    Called called = Called.aidp(folder, "feature", "@file");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("No agent is there for the role coder");
    assertThat(called.out()).isEmpty();
  }

  @Test
  void an_agent_that_is_not_there_is_2() {
    Called called = Called.aidp(nowhere, "loop", "x", "--agent-command", "no-such-agent --print");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("The agent of the role coder is not there: no-such-agent");
  }

  @Test
  void a_named_agent_whose_program_is_not_there_is_2() {
    Called called =
        Called.aidp(
            nowhere,
            Map.of("PATH", "/nowhere"),
            new Interruption(),
            "loop",
            "x",
            "--agent",
            "codex");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("The agent codex is not there: codex was not found", "→");
  }

  @Test
  void faults_of_a_plan_come_all_with_their_places() throws Exception {
    Files.writeString(
        nowhere.resolve("plan.yml"),
        """
        feature: x
        units:
          - id: a
            task: t
            colour: red
          - id: A!
            task: t
        """);

    Called called = Called.aidp(nowhere, "plan", "check", "plan.yml");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("plan.yml:5:5: ", "plan.yml:6:9: ");
    assertThat(called.out()).isEmpty();
  }

  @Test
  void a_plan_is_drawn_without_a_repository() throws Exception {
    Files.writeString(
        nowhere.resolve("plan.yml"),
        "{feature: x, units: [{id: a, task: t}, {id: b, task: t, depends_on: [a]}]}");

    assertThat(Called.aidp(nowhere, "plan", "show", "plan.yml").out()).contains("wave 2");
    JsonNode drawn = Called.aidp(nowhere, "--json", "plan", "show", "plan.yml").json();
    assertThat(drawn.get("waves").toString()).isEqualTo("[[\"a\"],[\"b\"]]");
    assertThat(drawn.get("critical_path").toString()).isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void a_plan_runs_in_virtual_time_without_a_repository() throws Exception {
    Files.createDirectories(nowhere.resolve("plans"));
    Files.writeString(
        nowhere.resolve("plans/two.yml"),
        """
        feature: x
        capacities: {gpu: 1}
        units:
          - {id: b, task: t, estimate: 90s, resources: {gpu: 1}}
          - {id: a, task: t, estimate: 1500ms, resources: {gpu: 1}}
          - {id: c, task: t, estimate: 0, depends_on: [a, b]}
          - {id: d, task: t}
        """);

    JsonNode one =
        Called.aidp(nowhere, "plan", "simulate", "plans/two.yml", "--json", "--estimate", "1m")
            .json();
    assertThat(one.get("makespan_seconds").decimalValue()).isEqualByComparingTo("91.5");
    assertThat(one.get("units").findValuesAsText("id"))
        .containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(one.get("assumed_estimates").asInt()).isEqualTo(1);
    JsonNode all =
        Called.aidp(nowhere, "--json", "plan", "simulate", "plans", "--max-parallel", "1").json();
    assertThat(all.get("plans").get(0).get("file").asText()).isEqualTo("plans/two.yml");
    assertThat(all.get("plans").get(0).get("makespan_seconds").decimalValue())
        .isEqualByComparingTo("691.5");
    assertThat(Called.aidp(nowhere, "plan", "simulate", "plans").out())
        .contains("plans/two.yml: done after 10m, 4 units; taking 10m for each of 1 unit");
    assertThat(Called.aidp(nowhere, "plan", "simulate", "plans/two.yml").out())
        .contains("unit  ", "done after 10m");
    assertThat(Called.aidp(nowhere, "plan", "simulate", ".").code()).isEqualTo(2);
  }

  @Test
  void the_doctor_says_what_is_missing() {
    Called called = Called.aidp(nowhere, "doctor", "--json", "--max-parallel", "3");
    assertThat(called.code()).isEqualTo(2);

    JsonNode document = Called.aidp(nowhere, "doctor", "--json", "--engine", "temporal").json();

    assertThat(document.get("healthy").asBoolean()).isFalse();
    assertThat(document.get("findings").findValuesAsText("name"))
        .contains("java", "git", "repository", "agent coder", "temporal");
    assertThat(document.get("settings").get(0).toString())
        .isEqualTo("{\"key\":\"engine\",\"value\":\"temporal\",\"origin\":\"--engine\"}");
  }

  @Test
  void a_stack_trace_comes_only_when_asked_for() {
    assertThat(Called.aidp(nowhere, "list").err()).doesNotContain("\tat ");
    assertThat(Called.aidp(nowhere, "list", "--verbose").err()).contains("\tat ");
  }

  @Test
  void help_and_version_stand_anywhere() {
    assertThat(Called.aidp(nowhere, "--help", "feature").out()).startsWith("Usage: aidp feature");
    assertThat(Called.aidp(nowhere, "feature", "--help").out()).startsWith("Usage: aidp feature");
    assertThat(Called.aidp(nowhere, "--version").out()).startsWith("aidp ");
    assertThat(Called.aidp(nowhere, "--version").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--json --help, help, Usage: aidp ",
    "--json, help, Usage: aidp ",
    "feature --json --help, help, Usage: aidp feature",
    "plan show -h --json, help, Usage: aidp plan show",
    "logs --help --json, help, Usage: aidp logs",
    "--version --json, version, aidp ",
    "status --version --json, version, aidp "
  })
  void help_and_version_are_one_document_where_one_is_asked_for(
      String line, String field, String beginning) {
    Called called = Called.aidp(nowhere, line.split(" "));

    assertThat(called.code()).isZero();
    assertThat(called.json()).hasSize(1);
    assertThat(called.json().get(field).asText()).startsWith(beginning);
    assertThat(called.err()).isEmpty();
  }

  private static JsonNode error(Called called) {
    return called.json().get("error");
  }
}
