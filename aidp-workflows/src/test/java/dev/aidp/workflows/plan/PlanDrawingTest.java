package dev.aidp.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.SchemaSource;
import dev.aidp.workflow.Step.Weight;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanDrawingTest {

  private static final long SEED = 20_261_121L;

  @Test
  void shows_waves_needs_classes_the_critical_path_and_who_is_kept_apart() {
    PlanGraph plan =
        new PlanGraph(
            "plan",
            ImmutableList.of(
                node("model", Weight.HEAVYWEIGHT, true, List.of(), List.of("schema"), List.of()),
                node("notes", Weight.LIGHTWEIGHT, false, List.of(), List.of(), List.of("**/*.md")),
                node("writer", Weight.STANDARD, true, List.of("model"), List.of(), List.of()),
                node(
                    "reader",
                    Weight.STANDARD,
                    true,
                    List.of("model"),
                    List.of(),
                    List.of("read.md")),
                node(
                    "docs",
                    Weight.STANDARD,
                    false,
                    List.of("writer", "reader"),
                    List.of(),
                    List.of())));

    assertThat(PlanDrawing.of("Add CSV export", plan, 5))
        .isEqualTo(
            """
            Add CSV export
            5 units in 3 waves, at most 2 at once; the longest chain is 3

            wave 1
              * model   heavyweight; leaves schema
                notes   lightweight; optional

            wave 2
              * writer  after model
                reader  after model

            wave 3
              * docs    optional; after writer, reader

            * critical path: model -> writer -> docs

            may write the same files, so never side by side:
                notes and reader (**/*.md and read.md)
            """);
  }

  @Test
  void says_which_schemas_hold_of_what_is_handed_over() {
    SchemaSource order = SchemaSource.artifact("api", "order");
    Plan plan =
        Plan.of("Orders")
            .unit("api", u -> u.task("T").outputs("order"))
            .unit("server", u -> u.task("T").outputs("log").output("response", order))
            .unit("client", u -> u.task("T").input("server/response", SchemaSource.file("o.json")))
            .build();

    assertThat(PlanDrawing.of(plan, 5))
        .contains("after api; leaves log, response (by api/order)\n")
        .contains("after server; expects server/response (by o.json)\n");
  }

  @Test
  void an_optional_unit_that_a_required_one_needs_is_not_called_optional() {
    PlanGraph plan =
        new PlanGraph(
            "plan",
            ImmutableList.of(
                node("a", Weight.STANDARD, false, List.of(), List.of(), List.of()),
                PlanNode.of("b", "a")));

    assertThat(PlanDrawing.of("F", plan, 5)).doesNotContain("optional");
  }

  @Test
  void what_the_feature_says_cannot_break_a_line_or_steer_the_terminal() {
    PlanGraph plan = new PlanGraph("plan", ImmutableList.of(PlanNode.of("a")));

    String drawing = PlanDrawing.of("one\n\u001b[31mtwo\u202e \t three", plan, 5);

    assertThat(drawing).startsWith("one [31mtwo three\n1 unit in 1 wave, at most 1 at once;");
  }

  @Test
  void no_line_is_wider_than_a_hundred_and_equal_plans_look_alike() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      PlanGraph plan = longNames(RandomPlans.of(random));

      String drawing = PlanDrawing.of("word ".repeat(i % 60) + "x".repeat(i), plan, 3);

      String name = "plan " + i + " of seed " + SEED;
      assertThat(drawing.lines())
          .as(name)
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
      assertThat(drawing.lines()).as(name).noneMatch(line -> line.endsWith(" "));
      plan.nodes().forEach(node -> assertThat(drawing).as(name).contains(node.id()));
      assertThat(PlanDrawing.of("word ".repeat(i % 60) + "x".repeat(i), plan, 3))
          .isEqualTo(drawing);
    }
  }

  private static PlanGraph longNames(PlanGraph plan) {
    return new PlanGraph(
        "plan",
        plan.nodes().stream()
            .map(
                n ->
                    node(
                        longName(n.id()),
                        n.weight(),
                        n.rules().required(),
                        n.dependsOn().stream().map(PlanDrawingTest::longName).toList(),
                        List.of("an-output-" + "o".repeat(120)),
                        n.files().stream().map(PlanDrawingTest::longName).toList()))
            .toList());
  }

  private static String longName(String id) {
    int number = Integer.parseInt(id.substring(1));
    return (id + "-" + "n".repeat(64)).substring(0, 4 + number * 5);
  }

  private static PlanNode node(
      String id,
      Weight weight,
      boolean required,
      List<String> needs,
      List<String> outputs,
      List<String> files) {
    return new PlanNode(
        id,
        needs,
        weight,
        PlanNode.Rules.DEFAULT.withRequired(required),
        outputs,
        ImmutableList.of(),
        files);
  }
}
