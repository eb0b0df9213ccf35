package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Check;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitAction;
import dev.aidp.workflow.Step.Weight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanReaderTest {

  private static final long SEED = 20_261_121L;

  @Test
  void reads_everything_that_a_plan_may_say() {
    Plan plan =
        read(
            """
            feature: Add CSV export
            units:
              - id: model                     # the first
                task: Add the row model.
                files: [src/model/**]
                class: lightweight
                outputs: [schema]
              - id: writer
                task: Write rows as CSV.
                depends_on: [model]
                inputs: [model/schema]
                required: False
                retries: 3
                allow_no_change: true
                strategy: sequential_rebase
                checks: {unit: "mvn -q test -Dtest=CsvTest"}
            """);

    assertThat(plan.feature()).isEqualTo("Add CSV export");
    assertThat(plan.units().get(0).node())
        .isEqualTo(
            new PlanNode(
                "model",
                List.of(),
                Weight.LIGHTWEIGHT,
                PlanNode.Rules.DEFAULT,
                List.of("schema"),
                List.of(),
                List.of("src/model/**")));
    assertThat(plan.units().get(1).node())
        .isEqualTo(
            new PlanNode(
                "writer",
                List.of("model"),
                Weight.STANDARD,
                new PlanNode.Rules(
                    false, 3, true, Strategy.SEQUENTIAL_REBASE, false, null, null, null),
                List.of(),
                List.of("model/schema"),
                List.of()));
    assertThat(plan.units().get(1).checks())
        .containsExactly(new Check("unit", "mvn -q test -Dtest=CsvTest"));
  }

  @Test
  void a_unit_may_be_a_command_or_wait_for_one() {
    Plan plan =
        read(
            """
            feature: F
            units:
              - {id: gen, kind: command, run: make generate}
              - {id: up, kind: wait, until: ./up.sh, interval: 10s, backoff: 1.5, timeout: 2h}
              - {id: ci, kind: wait, until: ./ci.sh, task: Wait for the build., allow_no_change: false}
            """);

    assertThat(plan.units())
        .extracting(Plan.Unit::task)
        .containsExactly("make generate", "./up.sh", "Wait for the build.");
    assertThat(plan.units())
        .extracting(unit -> unit.node().rules().action())
        .containsExactly(
            UnitAction.run("make generate"),
            UnitAction.until(
                "./up.sh", new UnitAction.Poll(Duration.ofSeconds(10), 1.5, Duration.ofHours(2))),
            UnitAction.until("./ci.sh", UnitAction.Poll.USUAL));
    assertThat(plan.units())
        .extracting(unit -> unit.node().rules().allowNoChange())
        .containsExactly(true, true, false);
  }

  @Test
  void waits_that_look_too_often_or_not_at_all_are_refused() {
    String begin = "feature: F\nunits:\n  - {id: a, kind: wait, until: x, ";

    assertThat(faults(begin + "interval: 1s}"))
        .singleElement()
        .asString()
        .contains("more than 500 looks");
    assertThat(faults(begin + "interval: 1s, backoff: 1.2, timeout: 24h}")).isEmpty();
    assertThat(faults(begin + "interval: 0s, backoff: 0.5, timeout: soon}")).hasSize(3);
    assertThat(
            faults(
                "feature: F\nunits:\n  - {id: a, kind: command, run: '%s'}"
                    .formatted("x".repeat(2001))))
        .singleElement()
        .asString()
        .contains("at most 2000 characters");
  }

  @Test
  void a_scalar_is_taken_as_written_where_text_is_expected() {
    Plan plan =
        read(
            """
            feature: 1.0
            units:
              - {id: no, task: 0x1, outputs: [1.10, null]}
              - {id: null, task: ~, depends_on: [no, 0o7]}
              - {id: 0o7, task: 2001-01-01, checks: {yes: true}}
            """);

    assertThat(plan.feature()).isEqualTo("1.0");
    assertThat(plan.units()).extracting(Plan.Unit::task).containsExactly("0x1", "~", "2001-01-01");
    assertThat(plan.units().get(0).node().outputs()).containsExactly("1.10", "null");
    assertThat(plan.units().get(1).node().dependsOn()).containsExactly("no", "0o7");
    assertThat(plan.units().get(2).checks()).containsExactly(new Check("yes", "true"));
  }

  @Test
  void json_is_yaml_with_its_tabs_escapes_and_nulls() {
    Plan plan =
        read(
            "{\n\t\"feature\":\"F\",\n\t\"units\":[\n\t\t{\"id\":\"a\",\"task\":\"\\t\\/\\u00e9\\ud83d\\ude00\\\"\\\\\","
                + "\"retries\":null,\"files\":null,\"class\":null,\"required\":null,\"checks\":{}}\n\t]\n}\n");

    assertThat(plan.units().get(0).task()).isEqualTo("\t/é😀\"\\");
    assertThat(plan.units().get(0).node()).isEqualTo(PlanNode.of("a"));
  }

  @Test
  void a_byte_order_mark_and_a_document_s_frame_are_no_fault() {
    read("\uFEFF%YAML 1.2\n---\nfeature: F\nunits: [{id: a, task: T}]\n...\n");
  }

  @Test
  void an_input_implies_its_dependency_and_dependencies_stand_in_the_plan_s_order() {
    Plan plan =
        read(
            """
            feature: F
            units:
              - {id: c, task: T, depends_on: [b], inputs: [a/x, a/x]}
              - {id: a, task: T, outputs: [x]}
              - {id: b, task: T}
            """);

    assertThat(plan.units().get(0).node().dependsOn()).containsExactly("a", "b");
    assertThat(plan.units().get(0).node().inputs()).containsExactly("a/x");
  }

  @Test
  void random_plans_come_back_as_they_were_written_in_yaml_and_in_json() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      RandomPlan plan = RandomPlan.of(random);

      String name = "plan %d of seed %d".formatted(i, SEED);
      assertThat(RandomPlan.of(read(plan.yaml()))).as(name).isEqualTo(plan);
      assertThat(RandomPlan.of(read(plan.json()))).as(name).isEqualTo(plan);
    }
  }

  @Test
  void a_plan_of_a_mebibyte_with_as_many_units_and_patterns_as_may_be_is_read() {
    StringBuilder text = new StringBuilder("feature: F\nunits:\n");
    for (int i = PlanReader.MAX_UNITS - 1; i >= 0; i--) {
      text.append("  - {id: u").append(i).append(", task: T");
      if (i < PlanReader.MAX_PATTERNS / 2) {
        text.append(", files: [\"*").append(i).append("*/**\", b").append(i).append("]");
      }
      text.append(i == 0 ? "" : ", depends_on: [u" + (i - 1) + "]").append("}\n");
    }
    text.append("#").append("x".repeat((1 << 20) - text.length() - 1));

    assertThat(read(text.toString()).units()).hasSize(PlanReader.MAX_UNITS);
  }

  private static List<String> faults(String text) {
    return PlanReader.read("plan.yml", text.getBytes(StandardCharsets.UTF_8)).faults().stream()
        .map(Detail::message)
        .toList();
  }

  private static Plan read(String text) {
    PlanReader.Result result = PlanReader.read("p", text.getBytes(StandardCharsets.UTF_8));
    assertThat(result.faults()).isEmpty();
    return Objects.requireNonNull(result.plan());
  }
}
