package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 1: {@code aidp logs ID [UNIT]}. */
@Timeout(300)
class LogsTest {

  private static final Act PLANS =
      Act.nothing()
          .complaining("the planner thinks")
          .saying("```yaml")
          .saying("feature: Two sides")
          .saying("units: [{id: left, task: Left.}, {id: right, task: Right.}]")
          .saying("```");

  private static final String GATE =
      "all=case $AIDP_UNIT_ID in '') echo gate; ls;; *) echo unit;; esac";

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
  }

  @Test
  void of_a_feature_hold_what_planner_units_resolver_and_gate_have_printed() {
    clash();

    List<String> lines = aidp("logs", "f").out().lines().toList();

    assertThat(lines).contains("planner | ! the planner thinks");
    assertThat(lines).anyMatch(line -> line.matches("left \\| == .* coder turn, .*"));
    assertThat(lines).contains("merge | ! the resolver thinks", "merge | all | both.txt");
    assertThat(lines).anyMatch(line -> line.matches("merge \\| == .* check all passed"));
    assertThat(lines.stream().map(line -> line.replaceAll(" \\|.*", "")).distinct())
        .containsExactly("base", "planner", "left", "right", "merge");
  }

  @Test
  void of_one_part_hold_what_that_has_printed() {
    clash();

    for (String name : new String[] {"merge", "_merge"}) {
      assertThat(aidp("logs", "f", name).out())
          .contains("! the resolver thinks\n", "all | both.txt\n")
          .doesNotContain("planner", "coder turn");
    }
    for (String name : new String[] {"planner", "_plan"}) {
      assertThat(aidp("logs", "f", name).out())
          .contains("! the planner thinks\n")
          .doesNotContain("resolver", "coder turn");
    }
    assertThat(aidp("logs", "f", "left").out()).contains("coder turn").doesNotContain("planner |");
    assertThat(aidp("logs", "f", "middle").code()).isEqualTo(4);
  }

  @Test
  void in_lines_of_JSON_name_the_part_that_has_printed_each() throws Exception {
    clash();

    Called called = aidp("logs", "f", "--json");

    JsonMapper mapper = new JsonMapper();
    List<String> parts = new java.util.ArrayList<>();
    for (String line : called.out().lines().toList()) {
      JsonNode each = mapper.readTree(line);
      parts.add(each.get("unit").asText());
      assertThat(each.get("line").isTextual()).isTrue();
    }
    assertThat(parts.stream().distinct())
        .containsExactly("base", "planner", "left", "right", "merge");
  }

  @Test
  void keep_their_names_where_a_unit_is_called_like_a_part() {
    repository.write(
        ".aidp/plan.yml",
        "feature: x\nunits: [{id: merge, task: Merge.}, {id: other, task: Other.}]\n");
    assertThat(feature("--plan", ".aidp/plan.yml").code()).isZero();

    assertThat(aidp("logs", "f", "merge").out()).contains("coder turn");
    assertThat(aidp("logs", "f", "_merge").out()).contains("all | gate\n");
    assertThat(aidp("logs", "f").out()).contains("_merge | all | gate\n");
  }

  @Test
  void of_what_has_not_begun_are_empty() {
    agent.planner(0, Act.fails(1, "permanent error: the model refuses"));
    assertThat(feature().code()).isEqualTo(1);

    Called merge = aidp("logs", "f", "merge");

    assertThat(merge.code()).as(merge.err()).isZero();
    assertThat(merge.out()).isEmpty();
    assertThat(aidp("logs", "f").out()).contains("planner | ! permanent error: the model refuses");
  }

  /** A feature whose two units clash and whose resolver says something. */
  private void clash() {
    agent
        .planner(0, PLANS)
        .coder("left", Act.writes("both.txt", "left\n"))
        .coder("right", Act.writes("both.txt", "right\n"))
        .resolver(Act.writes("both.txt", "left\nright\n").complaining("the resolver thinks"));
    Called called = feature();
    assertThat(called.code()).as(called.err()).isZero();
  }

  private Called feature(String... further) {
    List<String> words = new java.util.ArrayList<>();
    words.addAll(List.of("feature", "Two sides", "--id", "f", "--check", GATE));
    words.addAll(List.of("--agent-command", agent.command()));
    words.addAll(List.of(further));
    return aidp(words.toArray(String[]::new));
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
