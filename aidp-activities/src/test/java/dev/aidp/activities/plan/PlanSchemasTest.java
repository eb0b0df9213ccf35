package dev.aidp.activities.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.SchemaSource;
import dev.aidp.plan.UnitChange;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas that a plan names for what units hand to each other. */
class PlanSchemasTest {

  private static final Function<String, Optional<byte[]>> FILES =
      path ->
          Optional.ofNullable(
                  Map.of(
                          "docs/order.schema.json", "{\"type\": \"object\"}",
                          "api/old.yaml", "type: objekt",
                          "api/schema", "true")
                      .get(path))
              .map(text -> text.getBytes(UTF_8));

  private static final String PLAN =
      """
      feature: F
      units:
        - {id: api, task: T, outputs: [schema]}
        - id: server
          task: T
          outputs:
            - log
            - {name: orders, schema: api/schema}
            - {name: rows, schema: {type: array, minItems: -0, items: {const: "1"}, default: null}}
        - id: client
          task: T
          inputs: [{name: server/orders, schema: docs/order.schema.json}]
          outputs: [{name: own, schema: ./api/schema}]
      """;

  @Test
  void are_artifacts_of_units_files_or_stand_in_the_plan() {
    Plan plan = Objects.requireNonNull(read(PLAN, FILES).plan());

    Plan.Unit server = plan.units().get(1);
    assertThat(server.node().outputs()).containsExactly("log", "orders", "rows");
    assertThat(server.schemas())
        .containsOnlyKeys("orders", "rows")
        .containsEntry("orders", SchemaSource.artifact("api", "schema"));
    assertThat(server.schemas().get("rows").document().toString())
        .isEqualTo("{type=array, minItems=0, items={const=1}, default=null}");
    assertThat(server.node().inputs()).as("a schema is an input").containsExactly("api/schema");
    assertThat(server.node().dependsOn()).containsExactly("api");
    assertThat(plan.units().get(2).schemas())
        .isEqualTo(
            Map.of(
                "server/orders", SchemaSource.file("docs/order.schema.json"),
                "own", SchemaSource.file("api/schema")));
    assertThat(plan.units().get(2).node().inputs()).containsExactly("server/orders");
  }

  @Test
  void stay_as_they_are_where_the_plan_is_written_anew() {
    Plan plan = Objects.requireNonNull(read(PLAN, FILES).plan());
    byte[] edited =
        PlanEditor.edited(
            PLAN.replace("-0", "-1").getBytes(UTF_8),
            PlanEdit.change(new UnitChange("api", Map.of("task", "Other."))));

    assertThat(read(plan.yaml(), FILES).plan()).isEqualTo(plan);
    Plan changed = Objects.requireNonNull(PlanReader.readStored("plan", edited).plan());
    assertThat(changed.units().get(1).schemas().get("rows").document().toString())
        .isEqualTo("{type=array, minItems=-1, items={const=1}, default=null}");
    assertThat(changed.units().get(2)).isEqualTo(plan.units().get(2));
  }

  @Test
  void of_parts_are_called_as_the_parts_are() {
    String whole = "feature: F\nunits: [{id: orders, kind: feature, task: T}]";
    String parts =
        """
        feature: G
        units:
          - {id: api, task: T, outputs: [schema]}
          - id: server
            task: T
            inputs: [{name: api/schema, schema: {type: object}}]
            outputs: [{name: x, schema: api/schema}, {name: y, schema: docs/y.json}]
        """;

    byte[] divided = PlanEditor.divided(whole.getBytes(UTF_8), "orders", parts.getBytes(UTF_8));

    Plan plan = Objects.requireNonNull(PlanReader.readStored("plan", divided).plan());
    assertThat(plan.units().get(2).node().id()).isEqualTo("orders-server");
    assertThat(plan.units().get(2).schemas())
        .isEqualTo(
            Map.of(
                "orders-api/schema", SchemaSource.inline(Map.of("type", "object")),
                "x", SchemaSource.artifact("orders-api", "schema"),
                "y", SchemaSource.file("docs/y.json")));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(
            "outputs: [{name: x, schema: {type: objekt}}]",
            "5:33: the schema of 'x': /type: anyOf: Value does not match against any of the schemas"),
        arguments(
            "outputs: [{name: x, schema: {pattern: (}}]",
            "5:33: the schema of 'x': holds the pattern '(', which is none: Unclosed group"),
        arguments(
            "outputs: [{name: x, schema: {$ref: other.json}}]",
            "5:33: the schema of 'x': refers to 'other.json', which is not in it: nothing is fetched, so put that under $defs"),
        arguments(
            "outputs: [{name: x, schema: api/scheme}]",
            "5:33: the schema of 'x': no unit leaves an artifact 'api/scheme', and there is no such file where the run starts"),
        arguments(
            "outputs: [{name: x, schema: ../order.json}]",
            "5:33: '../order.json' is not the path of a file, from the top of the repository"),
        arguments(
            "outputs: [{name: x, schema: [a]}]",
            "5:33: the schema of 'x' must be UNIT/NAME, the path of a file, or the schema itself"),
        arguments(
            "outputs: [{name: x, schem: a}]", "5:25: unknown key 'schem'; is 'schema' meant?"),
        arguments("outputs: [{schema: {}}]", "5:15: 'name' is missing"),
        arguments(
            "outputs: [[x]]",
            "5:15: 'outputs' is a list of names, or of mappings with 'name' and 'schema'; this is neither"),
        arguments("outputs: x", "5:14: 'outputs' must be a list, not 'x'"),
        arguments(
            "inputs: [{name: api/schema, schema: api/old.yaml}]",
            "5:41: the schema of 'api/schema': /type: anyOf: Value does not match against any of the schemas"),
        arguments("outputs: [y, {name: x, schema: unit/y}]", "3:9: 'unit' depends on itself"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void are_checked_before_anything_runs(String line, String fault) {
    String plan =
        """
        feature: F
        units:
          - id: unit
            task: T
            %s
          - {id: api, task: T, outputs: [schema]}
        """
            .formatted(line);

    assertThat(read(plan, FILES).faults())
        .extracting(each -> each.where().replace("plan:", "") + ": " + each.message())
        .contains(fault);
  }

  @Test
  void are_not_looked_for_where_there_is_no_repository() {
    String plan = "feature: F\nunits: [{id: a, task: T, outputs: [{name: x, schema: lost}]}]";

    assertThat(read(plan, null).faults()).isEmpty();
    assertThat(read(plan, FILES).faults()).hasSize(1);
    assertThat(PlanReader.readStored("plan", plan.getBytes(UTF_8)).faults()).isEmpty();
  }

  private static PlanReader.Result read(String plan, Function<String, Optional<byte[]>> files) {
    return PlanReader.read("plan", plan.getBytes(UTF_8), Map.of(), files);
  }
}
