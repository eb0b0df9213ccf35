package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.util.List;

/** Features within a feature. */
final class NestedScenarios {

  private static final String PLAN =
      """
      units:
        - {id: model, task: Leave a schema., outputs: [schema]}
        - {id: export, kind: feature, task: Export it., depends_on: [model], files: ["*.txt"]}
        - {id: docs, task: Tell of it., depends_on: [export]}
      """;

  private NestedScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(nested(), shallow(), approved(), redAlone());
  }

  private static ScriptedAgent agents(ScriptedAgent agent) {
    return agent
        .coder("model", Act.writes("model.txt", "model\n").leaving("schema", "a,b,c\n"))
        .rule(
            "planner/export/*/1/*",
            PlanScenarios.planning("{id: rows, task: Rows., inputs: [model/scheme]}"))
        .rule(
            "planner/export/*/2/*",
            PlanScenarios.planning(
                "{id: rows, task: Rows., inputs: [model/schema]},"
                    + " {id: table, kind: feature, task: Table., depends_on: [rows]}"))
        .rule(
            "planner/export-table/*",
            PlanScenarios.planning(
                "{id: head, task: Head., files: [head.txt]},"
                    + " {id: body, task: Body., files: [body.txt]}"))
        .coder(
            "export-rows",
            Act.complete().shell("cat \"$AIDP_ARTIFACTS/in/model/schema\" > rows.txt"))
        .coder("export-table-head", Act.writes("head.txt", "head\n"))
        .coder("export-table-body", Act.writes("body.txt", "body\n"))
        .coder("export-table", Act.writes("table.txt", "table\n"))
        .coder("docs", Act.complete().shell("set -- *.txt; echo \"$*\" > docs.txt"));
  }

  /** Head and body are red together until the table that they are parts of mends that. */
  private static Scenario nested() {
    return Scenario.of(
        "features within a feature",
        Setting.plan(PLAN)
            .check("whole", "[ ! -e head.txt ] || [ ! -e body.txt ] || [ -e table.txt ]"),
        NestedScenarios::agents,
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        export merged, attempt 2, iteration 1
        export-rows merged, attempt 1, iteration 1
        export-table merged, attempt 3, iteration 1
        export-table-head merged, attempt 1, iteration 1
        export-table-body merged, attempt 1, iteration 1
        docs merged, attempt 1, iteration 1
        joined: model, export-rows, export-table-head, export-table-body, export-table, export, docs
        body.txt: body
        docs.txt: body.txt head.txt model.txt rows.txt table.txt
        head.txt: head
        model.txt: model
        rows.txt: a,b,c
        table.txt: table
        coder/docs/1/1
        coder/export-rows/1/1
        coder/export-table-body/1/1
        coder/export-table-head/1/1
        coder/export-table/3/1
        coder/model/1/1
        planner/export-table/1/1
        planner/export/1/1
        planner/export/1/2
        """);
  }

  private static Scenario shallow() {
    return Scenario.of(
        "features within a feature, one level deep",
        Setting.plan(PLAN).depth(1),
        NestedScenarios::agents,
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        export merged, attempt 2, iteration 1
        export-rows merged, attempt 1, iteration 1
        export-table merged, attempt 1, iteration 1
        docs merged, attempt 1, iteration 1
        joined: model, export-rows, export-table, export, docs
        docs.txt: model.txt rows.txt table.txt
        model.txt: model
        rows.txt: a,b,c
        table.txt: table
        coder/docs/1/1
        coder/export-rows/1/1
        coder/export-table/1/1
        coder/model/1/1
        planner/export/1/1
        planner/export/1/2
        """);
  }

  /** Who wants to approve plans is asked for that of each feature, too. */
  private static Scenario approved() {
    return new Scenario(
        "features within a feature, whose plans are approved",
        Setting.plan("units: [{id: w, kind: feature, task: Whole.}, {id: z, task: Z.}]")
            .planApproved(),
        agent ->
            agent.rule(
                "planner/w/*",
                Act.nothing()
                    .shell("if grep -q 'smaller steps' \"$prompt\"; then")
                    .shell("grep -q 'id: all' \"$AIDP_ARTIFACTS/in/_plan/rejected-plan.yml\"")
                    .saying(PlanScenarios.fenced("units: [{id: a, task: A.}, {id: b, task: B.}]"))
                    .shell("else")
                    .saying(PlanScenarios.fenced("units: [{id: all, task: All.}]"))
                    .shell("fi")),
        (run, agent) -> {
          Await.until(() -> run.view().state() == RunState.WAITING, "the question");
          expect(agent.calls().isEmpty(), "Somebody works: " + agent.calls());
          run.approve();
          awaitAsked(run, "all");
          run.reject("in smaller steps");
          awaitAsked(run, "a, b");
          run.approve();
        },
        """
        completed, exit 0
        w merged, attempt 2, iteration 1
        w-a merged, attempt 1, iteration 1
        w-b merged, attempt 1, iteration 1
        z merged, attempt 1, iteration 1
        joined: w-a, w-b, w, z
        w-a.txt: work of w-a
        w-b.txt: work of w-b
        z.txt: work of z
        coder/w-a/1/1
        coder/w-b/1/1
        coder/z/1/1
        planner/w/1/1 x2
        """);
  }

  /** A planner that has none to give costs its unit, and whoever needs it. */
  private static Scenario redAlone() {
    return Scenario.of(
        "a feature within a feature that nobody can plan",
        Setting.plan(
                """
                units:
                  - {id: w, kind: feature, required: false, task: Whole.}
                  - {id: v, required: false, task: V., depends_on: [w]}
                  - {id: z, task: Z.}
                """)
            .minSuccess(10),
        agent -> agent.rule("planner/w/*", Act.nothing().saying("I have no plan.")),
        """
        completed, exit 0
        w failed, attempt 1, iteration 0
        v skipped, attempt 0, iteration 0
        z merged, attempt 1, iteration 1
        joined: z
        z.txt: work of z
        coder/z/1/1
        planner/w/1/1
        planner/w/1/2
        planner/w/1/3
        planner/w/1/4
        """);
  }

  private static void awaitAsked(RunHandle run, String units) {
    Await.until(
        () ->
            run.view().standing().waiting() != null
                && run.view().standing().waiting().message().endsWith("before: " + units),
        "the question about " + units);
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
