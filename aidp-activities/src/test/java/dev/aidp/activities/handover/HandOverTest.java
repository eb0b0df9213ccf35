package dev.aidp.activities.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.git.CommittedFiles;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.HandOver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What units hand to each other, with a real repository and a real store. */
class HandOverTest {

  @TempDir Path folder;

  private Sandbox sandbox;
  private HandOverActivitiesImpl steps;

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
    steps =
        new HandOverActivitiesImpl(
            new PlanTexts(sandbox.store), sandbox.store, new CommittedFiles(sandbox.layout));
  }

  @Test
  void an_output_is_held_against_the_schema_that_another_unit_has_left() {
    String plan = plan("outputs: [log, {name: orders, schema: api/schema}]");
    List<Artifact> inputs = List.of(artifact("api", "schema", "{\"required\": [\"id\"]}"));

    assertThat(outputs(plan, inputs, artifact("unit", "orders", "{\"id\": 1}"))).isEmpty();
    assertThat(
            outputs(
                plan,
                inputs,
                artifact("unit", "log", "no JSON"),
                artifact("unit", "orders", "{\"ID\": 1}")))
        .containsExactly(
            "The output orders breaks api/schema: its top: required:"
                + " Object does not have some of the required properties [id]");
  }

  @Test
  void what_others_use_as_a_schema_must_be_one() {
    String plan = plan("inputs: [api/schema]");

    assertThat(outputs("api", plan, artifact("api", "schema", "{\"type\": 1}")))
        .first()
        .asString()
        .startsWith("The output schema, which others use as a JSON Schema, is none: /type: ");
    assertThat(outputs("api", plan, artifact("api", "schema", "{\"type\": \"null\"}"))).isEmpty();
  }

  @Test
  void an_input_that_its_unit_does_not_expect_names_who_left_it() {
    String plan = plan("inputs: [{name: api/rows, schema: {type: array}}]");

    assertThat(inputs(plan, artifact("api", "rows", "[]"))).isEmpty();
    assertThat(inputs(plan, artifact("api", "rows", "{}")))
        .containsExactly(
            "The input api/rows, which api left, breaks the plan's schema: its top: type:"
                + " Value is [object] but should be [array]");
  }

  @Test
  void an_input_that_is_not_stored_any_more_names_who_left_it() {
    String plan = plan("inputs: [api/rows]");

    assertThat(inputs(plan, new Artifact("api", "rows", Strings.repeat("a", 64))))
        .containsExactly("The input api/rows, which api left, is not stored any more: redo api.");
  }

  @Test
  void a_schema_that_is_a_file_is_read_where_the_work_starts() {
    assertThat(inputs(plan("outputs: [{name: rows, schema: file}]")))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("file, the schema of the output rows is none: is not JSON at 1:");
    assertThat(inputs(plan("outputs: [{name: rows, schema: other}]")))
        .containsExactly("other, the schema of the output rows is none: it is not there");
    assertThat(inputs(plan("outputs: [{name: rows, schema: api/schema}]")))
        .containsExactly("api/schema, the schema of the output rows is none: it is not there");
  }

  @Test
  void of_many_faults_ten_are_told() {
    String items = Strings.repeat("1,", 30) + "1";
    String plan =
        plan(
            "outputs: [{name: a, schema: {items: false}}, {name: b, schema: {items: false}},"
                + " {name: c, schema: {items: false}}]");

    assertThat(
            outputs(
                plan,
                List.of(),
                artifact("unit", "a", "[" + items + "]"),
                artifact("unit", "b", "[" + items + "]"),
                artifact("unit", "c", "[" + items + "]")))
        .hasSize(10);
  }

  private List<String> inputs(String plan, Artifact... inputs) {
    return steps.inputs(
        new HandOver(Sandbox.WORK, plan, sandbox.commit, List.of(inputs), List.of()));
  }

  private List<String> outputs(String plan, List<Artifact> inputs, Artifact... outputs) {
    return steps.outputs(
        new HandOver(Sandbox.WORK, plan, sandbox.commit, inputs, List.of(outputs)));
  }

  private List<String> outputs(String unit, String plan, Artifact output) {
    return steps.outputs(
        new HandOver(
            new dev.aidp.run.Work("run", 1, unit, 1),
            plan,
            sandbox.commit,
            List.of(),
            List.of(output)));
  }

  private Artifact artifact(String unit, String name, String content) {
    return new Artifact(unit, name, sandbox.store.put(content));
  }

  private String plan(String said) {
    return sandbox.store.put(
        """
        feature: F
        units:
          - {id: api, task: T, outputs: [schema, rows]}
          - {id: user, task: T, outputs: [{name: x, schema: api/schema}]}
          - id: unit
            task: T
            %s
        """
            .formatted(said));
  }
}
