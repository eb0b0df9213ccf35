package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Units that wait for a person, whose owner has left meanwhile; and guards that are changed. */
@Timeout(300)
class GuardTest {

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    repository.write(".aidp/plan.yml", "feature: x\nunits: [{id: a, task: do a}]\n");
    repository.write(".aidp/aidp.yml", "guards: {confirm: [\"*.sql\"]}\n");
    agent.rule("coder/*/*/1/*", Act.writes("schema.sql", "drop\n"));
    agent.rule(
        "coder/*/*/2/*",
        Act.complete().shell("grep -q 'never drop' \"$prompt\" && echo alter > schema.sql"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"feature", "loop"})
  void a_unit_waits_goes_back_when_it_is_rejected_and_is_committed_when_it_is_approved(
      String kind) {
    Called first = start(kind);

    assertThat(first.code()).as(first.err()).isEqualTo(6);
    Called status = aidp("status", "one", "--exit-code");
    assertThat(status.code()).isEqualTo(6);
    assertThat(status.out())
        .contains("one: waiting", "schema.sql", "git diff", "aidp approve one", "aidp reject one");
    String unit = kind.equals("loop") ? "'loop'" : "'a'";
    assertThat(status.out()).contains(unit);
    Called rejected = aidp("reject", "one", "never drop");
    assertThat(rejected.code()).as(rejected.err()).isEqualTo(6);
    assertThat(rejected.err()).contains("its agent is told why");
    Called approved = aidp("approve", "one");
    assertThat(approved.code()).as(approved.err()).isZero();
    assertThat(repository.git("show", "aidp/one:schema.sql")).isEqualTo("alter");
    assertThat(agent.calls()).hasSize(2);
  }

  @Test
  void what_is_said_to_a_run_that_nobody_owns_holds_when_it_goes_on() {
    assertThat(start("feature").code()).isEqualTo(6);

    Called guarded = aidp("guard", "one", "exclude=*.sql", "patience=1", "--json");
    assertThat(guarded.code()).as(guarded.err()).isZero();
    assertThat(guarded.json().at("/receipt/text").asText()).contains("next iteration");
    Called rejected = aidp("reject", "one", "never drop", "--json");

    assertThat(rejected.code()).as(rejected.err()).isEqualTo(1);
    assertThat(rejected.json().at("/units/0/error/message").asText())
        .contains("guards.exclude", "schema.sql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_lines=none | max_lines must be a whole number",
        "colour=red | There is no guard",
        "protected=../x | no path from the top",
        "exclude=a//b | a//b",
        "patterns.x=( | no regular expression",
        "max_lines | is not KEY=VALUE",
        "claims=perhaps | warn or deny"
      })
  void what_means_nothing_is_refused_and_why(String word, String why) {
    Called called = aidp("guard", "one", word);

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(why, "aidp guard ID max_lines=400");
  }

  @Test
  void a_run_or_unit_that_is_not_there_or_has_ended_is_not_changed() {
    assertThat(aidp("guard", "nobody", "max_lines=4").code()).isEqualTo(4);
    assertThat(start("feature").code()).isEqualTo(6);
    assertThat(aidp("guard", "one", "max_lines=4", "--unit", "z").code()).isEqualTo(4);
    assertThat(aidp("approve", "one").code()).isZero();
    assertThat(aidp("guard", "one", "max_lines=4").code()).isEqualTo(1);
  }

  private Called start(String kind) {
    return kind.equals("loop")
        ? aidp(
            "loop",
            "Some text",
            "--id",
            "one",
            "--agent-command",
            agent.command(),
            "--check",
            "there=test -e README.md")
        : aidp(
            "feature",
            "Some text",
            "--id",
            "one",
            "--plan",
            ".aidp/plan.yml",
            "--agent-command",
            agent.command(),
            "--check",
            "there=test -e README.md");
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
