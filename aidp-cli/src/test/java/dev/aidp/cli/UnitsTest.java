package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ObjectArrays;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan that is changed from a terminal, also while nobody works on the run. */
@Timeout(300)
class UnitsTest {

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    repository.write(
        ".aidp/plan.yml",
        "feature: x\nunits: [{id: a, task: do a}, {id: b, task: do b, depends_on: [a]}]\n");
    agent.coder("a", 1, Act.nothing().saying("QUESTION: Which?"));
  }

  @Test
  void what_is_changed_while_nobody_works_on_the_run_is_made_when_it_goes_on() {
    assertThat(start().code()).isEqualTo(6);

    Called added =
        aidp(
            "units",
            "one",
            "add",
            "c",
            "--task",
            "do c",
            "--depends-on",
            "b",
            "--set",
            "retries=1");
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out()).contains("Nobody works on it now");
    assertThat(aidp("units", "one", "change", "b", "--task", "do it well").code()).isZero();
    Called end = aidp("answer", "one", "That one.", "--json");

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.json().at("/units").findValuesAsText("id")).containsExactly("a", "b", "c");
    assertThat(agent.promptedWith("do it well")).containsExactly("coder/b/1/1");
    Called late = aidp("units", "one", "remove", "c");
    assertThat(late.code()).isEqualTo(1);
    assertThat(late.err()).contains("completed; nothing was changed");
  }

  @Test
  void a_run_that_is_retried_goes_on_with_the_changed_plan() {
    agent.coder("c", Act.fails(1, "permanent: the file is invalid"));
    assertThat(start("--min-success", "1").code()).isEqualTo(6);
    aidp("units", "one", "add", "c", "--task", "do c");
    assertThat(aidp("answer", "one", "That one.").code()).isEqualTo(3);

    agent.first("coder/c/2/*/*", Act.writes("c.txt", "c\n"));
    agent.command();
    Called again = aidp("retry", "one", "c", "--json");

    assertThat(again.code()).as(again.err()).isZero();
    JsonNode units = again.json().at("/units");
    assertThat(units.findValuesAsText("state")).containsOnly("merged");
    assertThat(units.at("/2/attempts").asInt()).isEqualTo(2);
  }

  @Test
  void a_unit_that_waits_for_another_one_to_be_redone_needs_nobody_until_then() {
    repository.write(
        ".aidp/plan.yml",
        "feature: x\nunits: [{id: a, task: do a}, {id: b, task: do b, depends_on: [a], if_needs_fail: wait}]\n");
    agent.first("coder/a/1/*/*", Act.fails(1, "permanent: invalid request"));

    Called first = start();
    assertThat(first.code()).as(first.err()).isEqualTo(6);
    assertThat(aidp("status", "one").out())
        .contains("The unit 'b' waits", "aidp units one redo UNIT", "aidp resume one");
    assertThat(aidp("units", "one", "redo", "a", "--set", "retries=0").code()).isZero();
    agent.first("coder/a/2/*/*", Act.writes("a.txt", "a\n"));
    agent.command();
    Called end = aidp("resume", "one", "--json");

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.json().at("/units").findValuesAsText("state")).containsOnly("merged");
  }

  @Test
  void a_retry_says_before_it_begins_what_runs_again_and_what_is_kept() {
    repository.write(
        ".aidp/plan.yml",
        "feature: x\nunits: [{id: a, task: a}, {id: b, task: b}, {id: c, task: c, depends_on: [b]}, {id: d, task: d}]\n");
    agent.first("coder/a/*/*/*", Act.writes("a.txt", "a\n"));
    agent.first("coder/[bd]/1/*/*", Act.fails(1, "permanent: invalid request"));
    Called first = start();
    assertThat(first.code()).as(first.err()).isEqualTo(1);

    Called status = aidp("status", "one");
    assertThat(status.out())
        .contains("failed  by permanent: b, d (each 1 attempt): ", "so not started: c");
    Called dry = aidp("retry", "one", "b", "--dry-run", "--json");
    assertThat(dry.json().at("/retry").toString())
        .isEqualTo("{\"again\":[\"b\",\"c\"],\"kept\":[\"a\"],\"left\":[\"d\"]}");
    assertThat(dry.json().at("/failures/0/units").toString()).isEqualTo("[\"b\",\"d\"]");
    Called words = aidp("retry", "one", "b", "--dry-run");
    assertThat(words.out().lines())
        .containsExactly(
            "again 2",
            "  b (failed)",
            "  c (skipped)",
            "kept  1",
            "  a (completed)",
            "left  1",
            "  d (failed)");
    assertThat(aidp("retry", "one", "z", "--dry-run").code()).isEqualTo(4);
    assertThat(agent.calls("b")).hasSize(1);
    Called again = aidp("retry", "one", "b");
    assertThat(again.err()).contains("Again: b, c; kept: 1 unit; left as they are: d.");
    assertThat(agent.calls("d")).hasSize(1);
    assertThat(agent.calls("c")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "units one shuffle a | nothing that is done to a plan",
        "units one add c --set retries | is not KEY=VALUE",
        "units one remove a b | Too many words",
        "units one parallel many | no whole number"
      })
  void what_means_nothing_is_refused_and_why(String words, String why) {
    Called called = aidp(words.split(" ", -1));

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(why, "aidp units ID add");
  }

  private Called start(String... more) {
    String[] all = {
      "feature",
      "Some text",
      "--id",
      "one",
      "--plan",
      ".aidp/plan.yml",
      "--agent-command",
      agent.command()
    };
    return aidp(ObjectArrays.concat(all, more, String.class));
  }

  private Called aidp(String... args) {
    return Called.aidp(repository.top(), args);
  }
}
