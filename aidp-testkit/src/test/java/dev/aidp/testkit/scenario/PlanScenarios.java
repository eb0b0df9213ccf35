package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.plan.Plan;
import dev.aidp.run.Limits;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.util.List;

/** Where plans come from and what they pass on. */
final class PlanScenarios {

  private PlanScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        planner(),
        limitedPlanner(),
        approvedPlan(),
        rejectedPlan(),
        inJava(),
        artifacts(),
        claims(),
        shared(),
        scarce(
            "what there is one of, by the plan, is used by one at a time", "capacities: {gpu: 1}"),
        scarce("what there is one of, by the settings, is used by one at a time", ""));
  }

  private static Scenario planner() {
    return Scenario.of(
        "a planner corrects its plan",
        Setting.unplanned(),
        agent ->
            agent
                .planner(
                    1, Act.nothing().saying(fenced("units: [{id: a, task: A., depends_on: [a]}]")))
                .planner(0, Act.nothing().saying(fenced("units: [{id: a, task: A.}]"))),
        """
        completed, exit 0
        a merged, attempt 1, iteration 1
        joined: a
        a.txt: work of a
        coder/a/1/1
        planner//1/1
        planner//1/2
        """);
  }

  /**
   * Who rejects a plan is heard: its planner makes another one, knowing the first and the reason.
   */
  private static Scenario approvedPlan() {
    return new Scenario(
        "a plan that is rejected and then approved",
        Setting.unplanned().planApproved(),
        agent ->
            agent.planner(
                0,
                Act.nothing()
                    .shell("if grep -q 'smaller steps' \"$prompt\"; then")
                    .shell("grep -q 'id: whole' \"$AIDP_ARTIFACTS/in/_plan/rejected-plan.yml\"")
                    .saying(fenced("units: [{id: a, task: A.}, {id: b, task: B.}]"))
                    .shell("else")
                    .saying(fenced("units: [{id: whole, task: All.}]"))
                    .shell("fi")),
        (run, agent) -> {
          Await.until(() -> run.view().state() == RunState.WAITING, "the question");
          expect(run.view().exitCode() == 6, "Exit code: " + run.view().exitCode());
          expect(run.plan().orElse("").contains("whole"), "The plan: " + run.plan());
          expect(agent.calls().size() == 1, "Somebody works: " + agent.calls());
          run.reject("in smaller steps");
          Await.until(
              () -> run.plan().orElse("").contains("id: b") && run.view().exitCode() == 6,
              "the second question");
          run.approve();
        },
        """
        completed, exit 0
        a merged, attempt 1, iteration 1
        b merged, attempt 1, iteration 1
        joined: a, b
        a.txt: work of a
        b.txt: work of b
        coder/a/1/1
        coder/b/1/1
        planner//1/1 x2
        """);
  }

  /** A plan that a person has given nobody makes anew. */
  private static Scenario rejectedPlan() {
    return new Scenario(
        "a plan that is rejected",
        Setting.plan("units: [{id: a, task: A.}]").planApproved(),
        agent -> {},
        (run, agent) -> {
          Await.until(() -> run.view().state() == RunState.WAITING, "the question");
          run.reject("not now");
        },
        """
        failed, exit 1
        """);
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static Scenario limitedPlanner() {
    Act limited = Act.nothing().complaining("rate limit, try again in 1s").exiting(1);
    return Scenario.of(
        "a planner waits for the end of a rate limit",
        Setting.unplanned(),
        agent ->
            agent
                .rule("planner/*/1/*/*", limited)
                .planner(0, Act.nothing().saying(fenced("units: [{id: a, task: A.}]"))),
        """
        completed, exit 0
        a merged, attempt 1, iteration 1
        joined: a
        a.txt: work of a
        coder/a/1/1
        planner//1/1
        planner//2/1
        """);
  }

  /** Returns the turn of a planner that makes a plan of these units. */
  static Act planning(String units) {
    return Act.nothing().saying(fenced("units: [" + units + "]"));
  }

  /** Returns what a planner prints. */
  static String fenced(String plan) {
    return "Here it is.\n\n```yaml\nfeature: A sample feature\n" + plan + "\n```";
  }

  private static Scenario inJava() {
    return Scenario.of(
        "a plan that is made in Java",
        Setting.plan(
                Plan.of("A sample feature")
                    .unit("model", u -> u.task("Leave a schema.").outputs("schema"))
                    .unit("writer", u -> u.task("Use it.").inputs("model/schema"))
                    .unit("spare", u -> u.task("Try.").optional().retries(0).check("no", "false"))
                    .build())
            .maxIterations(1),
        agent ->
            agent
                .coder("model", Act.writes("model.txt", "model\n").leaving("schema", "a,b,c\n"))
                .coder(
                    "writer",
                    Act.complete().shell("cat \"$AIDP_ARTIFACTS/in/model/schema\" > writer.txt")),
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        writer merged, attempt 1, iteration 1
        spare failed, attempt 1, iteration 1
        joined: model, writer
        model.txt: model
        writer.txt: a,b,c
        coder/model/1/1
        coder/spare/1/1
        coder/writer/1/1
        """);
  }

  /** Who finds the folder there fails, and its turn is taken again. */
  private static Scenario scarce(String name, String capacities) {
    boolean said = !capacities.isEmpty();
    String takes = said ? "estimate: 1m, resources: {gpu: 1}" : "resources: {gpu: 1}";
    Act alone =
        Act.complete()
            .shell("mkdir \"$home/gpu\" || exit 7")
            .shell("i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); done; rmdir \"$home/gpu\"");
    return Scenario.of(
        name,
        Setting.plan(
                """
                %s
                units:
                  - {id: a, task: A., %2$s}
                  - {id: b, task: B., %2$s}
                  - {id: c, task: C., %2$s}
                """
                    .formatted(capacities, takes))
            .limits(
                Limits.defaults()
                    .withCapacities(said ? ImmutableMap.of() : ImmutableMap.of("gpu", 1))),
        agent ->
            agent
                .coder("a", alone.writing("a.txt", "a\n"))
                .coder("b", alone.writing("b.txt", "b\n"))
                .coder("c", alone.writing("c.txt", "c\n")),
        """
        completed, exit 0
        a merged, attempt 1, iteration 1
        b merged, attempt 1, iteration 1
        c merged, attempt 1, iteration 1
        joined: a, b, c
        a.txt: a
        b.txt: b
        c.txt: c
        coder/a/1/1
        coder/b/1/1
        coder/c/1/1
        """);
  }

  private static Scenario artifacts() {
    return Scenario.of(
        "outputs become inputs",
        Setting.plan(
            """
            units:
              - {id: model, task: Leave a schema., outputs: [schema]}
              - {id: writer, task: Use it., inputs: [model/schema]}
            """),
        agent ->
            agent
                .coder("model", 1, Act.writes("model.txt", "no schema yet\n"))
                .coder("model", Act.writes("model.txt", "model\n").leaving("schema", "a,b,c\n"))
                .coder(
                    "writer",
                    Act.complete().shell("cat \"$AIDP_ARTIFACTS/in/model/schema\" > writer.txt")),
        """
        completed, exit 0
        model merged, attempt 1, iteration 2
        writer merged, attempt 1, iteration 1
        joined: model, writer
        model.txt: model
        writer.txt: a,b,c
        coder/model/1/1
        coder/model/1/2
        coder/writer/1/1
        """);
  }

  /**
   * Both add a line to the same file, from the same base: without the first, the second clashes.
   */
  private static Scenario shared() {
    Act adds = Act.complete().shell("echo \"$unit\" >> list.txt");
    return Scenario.of(
        "who may write the same file begins with the work of who was first",
        Setting.plan(
            """
            units:
              - {id: a, task: Add a., files: [list.txt]}
              - {id: b, task: Add b., files: ["*.txt"]}
              - {id: c, task: Free., files: [c/**]}
            """),
        agent -> agent.coder("a", adds).coder("b", adds).coder("c", Act.writes("c/c.txt", "c\n")),
        """
        completed, exit 0
        a merged, attempt 1, iteration 1
        b merged, attempt 1, iteration 1
        c merged, attempt 1, iteration 1
        joined: a, b, c
        c/c.txt: c
        list.txt: a | b
        coder/a/1/1
        coder/b/1/1
        coder/c/1/1
        """);
  }

  private static Scenario claims() {
    return Scenario.of(
        "work outside of the claims is a warning",
        Setting.plan("units: [{id: docs, task: Write., files: ['docs/**']}]"),
        agent ->
            agent.coder("docs", Act.writes("docs/a.md", "a\n").writing("stray.txt", "stray\n")),
        """
        completed, exit 0
        docs merged, attempt 1, iteration 1, warnings 1
        joined: docs
        docs/a.md: a
        stray.txt: stray
        coder/docs/1/1
        """);
  }
}
