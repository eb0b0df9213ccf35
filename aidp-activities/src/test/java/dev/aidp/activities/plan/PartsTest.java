package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {

  private static final String WHOLE =
      """
      feature: F
      units:
        - {id: model, task: M., outputs: [schema]}
        - id: export
          kind: feature
          required: false
          task: E.
          depends_on: [model]
          files: [src/**]
        - {id: docs, task: D., depends_on: [export]}
      """;

  @Test
  void a_part_needs_what_its_unit_needs_and_the_unit_its_parts() {
    Plan plan =
        read(
            WHOLE
                + """
                  - {id: rows, part_of: export, task: R.}
                  - {id: table, part_of: export, task: T., depends_on: [rows], files: [t.txt]}
                """);

    assertThat(node(plan, "rows").dependsOn()).containsExactly("model");
    assertThat(node(plan, "table").dependsOn()).containsExactly("model", "rows");
    assertThat(node(plan, "export").dependsOn()).containsExactly("model", "rows", "table");
    assertThat(node(plan, "export").parts()).containsExactly("rows", "table");
    assertThat(node(plan, "export").rules().allowNoChange()).isTrue();
    assertThat(node(plan, "rows").rules().required()).as("its unit is not").isFalse();
    assertThat(node(plan, "rows").files()).as("those of its unit").containsExactly("src/**");
    assertThat(node(plan, "table").files()).containsExactly("t.txt");
    assertThat(read(plan.yaml())).as("written and read again").isEqualTo(plan);
  }

  @Test
  void a_part_of_what_has_none_is_a_fault() {
    assertThat(faults(WHOLE + "  - {id: x, part_of: exports, task: X.}\n"))
        .containsExactly("there is no unit 'exports' to be a part of; is 'export' meant?");
    assertThat(faults(WHOLE + "  - {id: x, part_of: model, task: X.}\n"))
        .containsExactly("only a unit with 'kind: feature' has parts, not 'model'");
    assertThat(faults(WHOLE + "  - {id: x, kind: feature, part_of: x, task: X.}\n"))
        .containsExactly("'x' depends on itself");
  }

  @Test
  void a_plan_gets_the_units_of_another_one_as_parts_of_one_of_its_own() {
    byte[] parts =
        bytes(
            """
            feature: E
            units:
              - {id: rows, task: "Rows: all", inputs: [model/schema], outputs: [list]}
              - {id: deep, kind: feature, task: D., depends_on: [rows]}
              - {id: leaf, part_of: deep, task: L., inputs: [{name: rows/list}]}
            """);

    Plan plan =
        read(new String(PlanEditor.divided(bytes(WHOLE), "export", parts), StandardCharsets.UTF_8));

    assertThat(plan.units())
        .extracting(unit -> unit.node().id())
        .containsExactly("model", "export", "export-rows", "export-deep", "export-leaf", "docs");
    assertThat(plan.units().get(2).task()).isEqualTo("Rows: all");
    assertThat(node(plan, "export-leaf").partOf()).isEqualTo("export-deep");
    assertThat(node(plan, "export-leaf").inputs()).containsExactly("export-rows/list");
    assertThat(node(plan, "export-deep").dependsOn())
        .containsExactly("model", "export-rows", "export-leaf");
    assertThat(node(plan, "export-leaf").dependsOn()).containsExactly("model", "export-rows");
  }

  @Test
  void a_planner_is_told_what_is_around_its_part() {
    String told = Surroundings.of(read(WHOLE), node(read(WHOLE), "export"));

    assertThat(told)
        .contains("larger feature: F.", "- model: M.", "- docs: D.", "model/schema", "src/**")
        .contains("`export-`")
        .doesNotContain("- export: E.");
  }

  @Test
  void what_a_part_may_use_of_others_is_said_from_outside() {
    Map<String, List<String>> outside = ImmutableMap.of("model", List.of("schema"));

    assertThat(part("{id: a, task: A., depends_on: [model], inputs: [model/schema]}", outside))
        .isEmpty();
    assertThat(part("{id: a, task: A., depends_on: [docs]}", outside))
        .containsExactly("there is no unit 'docs' to depend on");
    assertThat(part("{id: a, task: A., inputs: [model/scheme]}", outside))
        .containsExactly(
            "nobody produces 'model/scheme': 'scheme' is not among the outputs of 'model'; is 'schema' meant?");
  }

  private static List<String> part(String unit, Map<String, List<String>> outside) {
    byte[] plan = bytes("feature: E\nunits: [" + unit + "]\n");
    return PlanReader.readPart("plan", plan, ImmutableMap.of(), outside).faults().stream()
        .map(Detail::message)
        .toList();
  }

  private static List<String> faults(String plan) {
    return PlanReader.read("plan", bytes(plan)).faults().stream().map(Detail::message).toList();
  }

  private static Plan read(String plan) {
    PlanReader.Result result = PlanReader.read("plan", bytes(plan));
    assertThat(result.faults()).isEmpty();
    return result.plan();
  }

  private static PlanNode node(Plan plan, String id) {
    return plan.units().stream()
        .map(Plan.Unit::node)
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
