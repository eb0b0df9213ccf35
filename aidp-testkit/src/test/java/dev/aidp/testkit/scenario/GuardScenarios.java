package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.util.List;
import java.util.Map;

/** What people say to guards while a run is under way. */
final class GuardScenarios {

  private static final String TWO =
      "units: [{id: schema, task: Change the schema.}, {id: code, task: Write code.}]";

  private static final DiffGuards CONFIRM = DiffGuards.USUAL.withConfirm(List.of("*.sql"));

  private GuardScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(approved(), rejected(), cancelled(), updated());
  }

  /** The other unit works on meanwhile. */
  private static Scenario approved() {
    return new Scenario(
        "a unit whose changes are approved while another one works",
        Setting.plan(TWO).guards(CONFIRM),
        agent ->
            agent
                .coder("schema", Act.writes("schema.sql", "create\n"))
                .coder("code", Act.writes("code.txt", "code\n").waitingAt(agent.gate("code"))),
        (run, agent) -> {
          agent.gate("code").awaitReached();
          awaitQuestion(run, "schema");
          demand(run, RunState.RUNNING);
          run.approve();
          Await.until(
              () -> unit(run, "schema").state() == UnitState.COMPLETED, "what was approved");
          agent.gate("code").open();
        },
        """
        completed, exit 0
        schema merged, attempt 1, iteration 1
        code merged, attempt 1, iteration 1
        joined: schema, code
        code.txt: code
        schema.sql: create
        coder/code/1/1
        coder/schema/1/1
        """);
  }

  /** The agent is told why, and what it does then is looked at again; a pause holds an answer. */
  private static Scenario rejected() {
    return new Scenario(
        "a unit whose changes are rejected, then approved",
        Setting.plan("units: [{id: schema, task: Change the schema.}]").guards(CONFIRM),
        agent ->
            agent
                .coder("schema", 1, Act.writes("schema.sql", "drop\n"))
                .coder(
                    "schema",
                    Act.complete()
                        .shell("grep -q 'rejected them: never drop' \"$prompt\"")
                        .shell("test $? = 0 && echo alter > schema.sql")),
        (run, agent) -> {
          awaitQuestion(run, "schema");
          demand(run, RunState.WAITING);
          run.pause();
          Await.until(() -> run.view().state() == RunState.PAUSED, "the pause");
          run.resume();
          awaitQuestion(run, "schema");
          run.reject("never drop");
          Await.until(() -> agent.ended() == 2, "the second turn");
          awaitQuestion(run, "schema");
          run.approve();
        },
        """
        completed, exit 0
        schema merged, attempt 1, iteration 2
        joined: schema
        schema.sql: alter
        coder/schema/1/1
        coder/schema/1/2
        """);
  }

  private static Scenario cancelled() {
    return new Scenario(
        "a run that is cancelled while changes wait for approval",
        Setting.plan("units: [{id: schema, task: Change the schema.}]").guards(CONFIRM),
        agent -> agent.coder("schema", Act.writes("schema.sql", "drop\n")),
        (run, agent) -> {
          awaitQuestion(run, "schema");
          run.cancel();
        },
        """
        cancelled, exit 130
        schema failed, attempt 1, iteration 1, warnings 1
        coder/schema/1/1
        """);
  }

  /** What was let through by the first iteration is refused by the second one, of one unit only. */
  private static Scenario updated() {
    return new Scenario(
        "guards that are changed while units work",
        Setting.plan(TWO),
        agent ->
            agent
                .rule(
                    "coder/*/*/1/*",
                    Act.nothing().shell("echo x > $unit.sql").waitingAt(agent.gate("first")))
                .coder(
                    "schema",
                    2,
                    Act.complete()
                        .shell("grep -q 'Do not change.*sql' \"$prompt\" && echo told > told.txt"))
                .coder(
                    "schema",
                    Act.complete()
                        .shell(
                            "grep -q 'guards.exclude: schema.sql (new)' \"$prompt\" && rm schema.sql"))
                .coder("code", Act.complete()),
        (run, agent) -> {
          Await.until(() -> agent.calls().size() == 2, "both turns");
          run.guard(Map.of("exclude", List.of("**/*.sql")), "schema");
          agent.gate("first").open();
        },
        """
        completed, exit 0
        schema merged, attempt 1, iteration 3
        code merged, attempt 1, iteration 2
        joined: schema, code
        code.sql: x
        told.txt: told
        coder/code/1/1
        coder/code/1/2
        coder/schema/1/1
        coder/schema/1/2
        coder/schema/1/3
        """);
  }

  private static RunView.UnitView unit(RunHandle run, String id) {
    return run.view().units().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitQuestion(RunHandle run, String id) {
    Await.until(
        () -> !run.view().units().isEmpty() && unit(run, id).asksApproval(), "the question");
  }

  private static void demand(RunHandle run, RunState state) {
    Await.until(() -> run.view().state() == state, "the state " + state);
    RunView view = run.view();
    String all = view.standing().notes() + " " + view.standing().waiting();
    if (!all.contains("schema.sql") || state == RunState.WAITING && view.exitCode() != 6) {
      throw new AssertionError("It should say what it asks: " + view);
    }
  }
}
