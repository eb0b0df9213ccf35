package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A unit that asks, whose owner has left meanwhile. */
@Timeout(300)
class AnswerTest {

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    repository.write(
        ".aidp/plan.yml", "feature: x\nunits: [{id: a, task: do a}, {id: b, task: do b}]\n");
    agent
        .coder("a", 1, Act.nothing().saying("QUESTION: Red or blue?"))
        .coder("a", Act.complete().shell("grep -c 'take red' \"$prompt\" > a.txt"));
  }

  @Test
  void the_foreground_leaves_with_6_and_says_what_to_do() {
    Called called = feature("--json");

    assertThat(called.code()).as(called.err()).isEqualTo(6);
    JsonNode waiting = called.json().get("waiting");
    assertThat(called.json().get("state").asText()).isEqualTo("waiting");
    assertThat(waiting.get("reason").asText()).isEqualTo("question");
    assertThat(waiting.at("/question/unit").asText()).isEqualTo("a");
    assertThat(waiting.at("/question/text").asText()).isEqualTo("Red or blue?");
    assertThat(called.json().at("/error/remedy").asText()).contains("aidp answer one a \"TEXT\"");
    assertThat(called.json().at("/units/0/question").asText()).isEqualTo("Red or blue?");
    Called status = aidp("status", "one", "--exit-code");
    assertThat(status.code()).isEqualTo(6);
    assertThat(status.out()).contains("a asks: Red or blue?", "aidp answer one a \"TEXT\"");
  }

  @Test
  void an_answer_goes_on_with_it_and_the_report_has_its_receipt() {
    feature();

    Called called = aidp("answer", "one", "take red");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("one: completed");
    assertThat(repository.files("aidp/one")).containsEntry("a.txt", "1\n");
    assertThat(aidp("status", "one").out())
        .contains("told    \"take red\": consumed by a, attempt 1, iteration 2");
    JsonNode receipt = aidp("status", "one", "--json").json().at("/receipts/0");
    assertThat(receipt.get("end").asText()).isEqualTo("consumed");
    assertThat(receipt.get("iteration").asInt()).isEqualTo(2);
    Called late = aidp("answer", "one", "a", "take blue");
    assertThat(late.code()).isEqualTo(1);
    assertThat(late.err()).contains("waits for no answer");
  }

  @Test
  void who_asks_nothing_is_not_answered() {
    feature();

    assertThat(aidp("answer", "one", "b", "take red").code()).isEqualTo(1);
    assertThat(aidp("answer", "one", "nobody", "take red").code()).isEqualTo(4);
    assertThat(aidp("answer", "one", " ").code()).isEqualTo(2);
    assertThat(aidp("answer", "one").code()).isEqualTo(2);
    assertThat(aidp("inject", "one", "x", "--kind", "wish").code()).isEqualTo(2);
  }

  @Test
  void nobody_waits_where_the_settings_say_so() {
    repository.write(".aidp/aidp.yml", "questions: {patience: 0}\n");

    Called called = feature();

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("Nobody answered its question", "Red or blue?");
  }

  private Called feature(String... more) {
    String[] arguments =
        com.google.common.collect.ObjectArrays.concat(
            new String[] {
              "feature",
              "x",
              "--id",
              "one",
              "--plan",
              ".aidp/plan.yml",
              "--agent-command",
              agent.command(),
              "--check",
              "t=true"
            },
            more,
            String.class);
    return aidp(arguments);
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
