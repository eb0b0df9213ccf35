package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.util.List;

/** Runs whose money is spent before they are done. */
final class BudgetScenarios {

  private static final long DOLLAR = 1_000_000;

  /** Spends all that it may, and says so. */
  private static final Act SPENDS =
      Act.nothing().shell("echo \"cost_usd=$AIDP_BUDGET_USD\" >> \"$AIDP_ARTIFACTS/usage\"");

  private BudgetScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(unit(), planner(), resolver(), cancelled());
  }

  /** $0.40 a turn of $1: the third turn gets the rest, the fourth waits for more. */
  private static Scenario unit() {
    return new Scenario(
        "a budget is spent and raised",
        Setting.plan("units: [{id: dear, task: Spend.}]").limits(dollars(1)),
        agent ->
            agent
                .coder("dear", 4, SPENDS.then(Act.writes("dear.txt", "done\n")))
                .coder("dear", SPENDS.saying("Not yet.")),
        (run, agent) -> {
          RunView waiting = spent(run);
          expect(agent.calls().size() == 3, "Calls: " + agent.calls());
          expect(
              waiting.spending().spent().costUsd() == 1.0, "Spent: " + waiting.spending().spent());
          expect(waiting.exitCode() == 6, "Exit code: " + waiting.exitCode());
          run.resume();
          // It waits from before as long as it has not heard of it.
          Await.until(
              () -> run.view().units().get(0).times().waitedMs() > 0,
              "the time it waited, which does not count");
          RunView again = spent(run);
          expect(
              again.units().get(0).tries().iterations() == 4, "An iteration was spent: " + again);
          run.resume(Budget.ofRun(new Cap(2 * DOLLAR, null)));
        },
        """
        completed, exit 0
        dear merged, attempt 1, iteration 4
        joined: dear
        dear.txt: done
        coder/dear/1/1
        coder/dear/1/2
        coder/dear/1/3
        coder/dear/1/4
        """);
  }

  private static Scenario planner() {
    Act plan =
        Act.nothing()
            .saying("```yaml")
            .saying("feature: One")
            .saying("units: [{id: one, task: Begin.}]")
            .saying("```");
    return new Scenario(
        "a planner spends the budget",
        Setting.unplanned().limits(dollars(0.4)),
        agent -> agent.planner(0, SPENDS.then(plan)),
        (run, agent) -> {
          spent(run);
          run.resume(Budget.ofRun(new Cap(DOLLAR, null)));
        },
        """
        completed, exit 0
        one merged, attempt 1, iteration 1
        joined: one
        one.txt: work of one
        coder/one/1/1
        planner//1/1
        """);
  }

  private static Scenario resolver() {
    Act spends = SPENDS.then(Act.complete());
    return new Scenario(
        "the merge waits for a budget",
        Setting.plan(
                """
                units:
                  - {id: left, task: Left.}
                  - {id: right, task: Right.}
                """)
            .limits(dollars(0.8)),
        agent ->
            agent
                .coder("left", spends.writing("both.txt", "left\n"))
                .coder("right", spends.writing("both.txt", "right\n"))
                .resolver(Act.nothing().writing("both.txt", "left and right\n")),
        (run, agent) -> {
          spent(run);
          run.resume(Budget.ofRun(new Cap(2 * DOLLAR, null)));
        },
        """
        completed, exit 0
        left merged, attempt 1, iteration 1
        right merged, attempt 1, iteration 1
        joined: left, right
        conflict of left, right in both.txt: resolver
        both.txt: left and right
        coder/left/1/1
        coder/right/1/1
        resolver/right/2/1
        """);
  }

  private static Scenario cancelled() {
    return new Scenario(
        "cancel while it waits for a budget",
        Setting.plan("units: [{id: dear, task: Spend.}]").limits(dollars(0.4)),
        agent -> agent.coder("dear", SPENDS.saying("Not yet.")),
        (run, agent) -> {
          spent(run);
          run.cancel();
        },
        """
        cancelled, exit 130
        dear failed, attempt 1, iteration 2
        coder/dear/1/1
        """);
  }

  private static dev.aidp.run.Limits dollars(double run) {
    Cap whole = new Cap(Math.round(run * DOLLAR), null);
    Cap turn = new Cap(4 * DOLLAR / 10, null);
    return dev.aidp.run.Limits.defaults().withBudget(new Budget(whole, Cap.NONE, turn));
  }

  private static RunView spent(RunHandle run) {
    Await.until(() -> run.view().state() == RunState.WAITING, "the end of the budget");
    return run.view();
  }

  private static void expect(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
