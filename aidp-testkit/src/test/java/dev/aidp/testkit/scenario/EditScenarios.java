package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.PlanEdit;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.run.Waiting;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.util.List;
import java.util.Map;

/** What people change of a plan while its units are worked on. */
final class EditScenarios {

  private EditScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(edited(), redone(), removed(), anyway(), held(), without());
  }

  private static Scenario edited() {
    return new Scenario(
        "a plan that is changed while a unit works",
        Setting.plan(
            """
            units:
              - {id: model, task: Model it.}
              - {id: writer, task: Write it., depends_on: [model]}
              - {id: extra, task: More., depends_on: [model]}
            """),
        agent ->
            agent
                .coder(
                    "model",
                    Act.writes("model.txt", "work of model\n").waitingAt(agent.gate("model")))
                .coder(
                    "writer",
                    Act.complete().shell("grep -c 'Write it well' \"$prompt\" > writer.txt"))
                .coder("docs", Act.complete().shell("cat writer.txt > docs.txt")),
        (run, agent) -> {
          agent.gate("model").awaitReached();
          refused(run, PlanEdit.remove("model"), "needed by writer, extra");
          refused(run, PlanEdit.divide("model", "plan"), "Only its planner");
          refused(run, PlanEdit.change("model", Map.of("task", "Other.")), "under way");
          refused(run, needing("extra", "nobody"), "no unit 'nobody'");
          refused(run, PlanEdit.add("extra", Map.of("task", "Twice.")), "already");
          refused(run, PlanEdit.add("bad", Map.of("tsk", "Twice.")), "'task' is missing");
          made(run, needing("extra", "writer"));
          refused(run, needing("writer", "extra"), "writer → extra → writer");
          made(run, PlanEdit.remove("extra"));
          made(run, PlanEdit.change("writer", Map.of("task", "Write it well.")));
          made(
              run,
              PlanEdit.add("docs", Map.of("task", "Tell of it.", "depends_on", List.of("writer"))));
          String receipt =
              run.update("set_parallelism", "[{\"max_parallel\": 1, \"capacities\": {\"gpu\": 2}}]")
                  .join();
          expect(receipt.contains("at most 1 unit"), "By its name: " + receipt);
          agent.gate("model").open();
        },
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        writer merged, attempt 1, iteration 1
        docs merged, attempt 1, iteration 1
        joined: model, writer, docs
        docs.txt: 1
        model.txt: work of model
        writer.txt: 1
        coder/docs/1/1
        coder/model/1/1
        coder/writer/1/1
        """);
  }

  /** Who needs what goes again is ended, and begins anew on the new work. */
  private static Scenario redone() {
    return new Scenario(
        "a unit goes again while another one works on what it has done",
        Setting.plan(
            """
            units:
              - {id: first, task: Begin.}
              - {id: second, task: Go on., depends_on: [first]}
              - {id: third, task: End., depends_on: [second]}
            """),
        agent ->
            agent
                .rule(
                    "coder/first/2/*/*",
                    Act.complete().shell("grep -c 'Begin better' \"$prompt\" > first.txt"))
                .rule("coder/second/1/*/*", Act.complete().waitingAt(agent.gate("second")))
                .coder("second", Act.complete().shell("cat first.txt > second.txt")),
        (run, agent) -> {
          agent.gate("second").awaitReached();
          refused(run, PlanEdit.redo("third"), "has not started yet");
          made(run, PlanEdit.redo("first", Map.of("task", "Begin better.")));
        },
        """
        completed, exit 0
        first merged, attempt 2, iteration 1
        second merged, attempt 2, iteration 1
        third merged, attempt 1, iteration 1
        joined: first, second, third
        first.txt: 1
        second.txt: 1
        third.txt: work of third
        coder/first/1/1
        coder/first/2/1
        coder/second/1/1
        coder/second/2/1
        coder/third/1/1
        """);
  }

  private static Scenario removed() {
    return new Scenario(
        "a unit is removed while it works, and one with its name comes",
        Setting.plan(
            """
            units:
              - {id: kept, task: Stay.}
              - {id: gone, task: Go.}
            """),
        agent ->
            agent
                .coder(
                    "kept", Act.writes("kept.txt", "work of kept\n").waitingAt(agent.gate("kept")))
                .rule("coder/gone/1/1/1", Act.nothing().waitingAt(agent.gate("gone"))),
        (run, agent) -> {
          agent.gate("kept").awaitReached();
          agent.gate("gone").awaitReached();
          made(run, PlanEdit.remove("gone"));
          expect(run.view().units().size() == 1, "Left: " + run.view().units());
          made(run, PlanEdit.add("gone", Map.of("task", "Come again.")));
          Await.until(
              () -> run.view().units().get(1).state() == UnitState.COMPLETED, "the new unit");
          agent.gate("kept").open();
        },
        """
        completed, exit 0
        kept merged, attempt 1, iteration 1
        gone merged, attempt 2, iteration 1
        joined: kept, gone
        gone.txt: work of gone
        kept.txt: work of kept
        coder/gone/1/1
        coder/gone/2/1
        coder/kept/1/1
        """);
  }

  private static final String FAILING =
      """
      units:
        - {id: base, task: Begin.}
        - {id: source, task: Fail.}
        - {id: user, task: Use it., depends_on: [base, source], if_needs_fail: %s}
        - {id: last, task: End., depends_on: [user]}
      """;

  private static Act fails() {
    return Act.fails(1, "permanent: invalid request");
  }

  private static Scenario anyway() {
    return Scenario.of(
        "a unit runs with what there is",
        Setting.plan(FAILING.formatted("run")).minSuccess(50),
        agent ->
            agent
                .coder("source", fails())
                .coder(
                    "user", Act.complete().shell("ls base.txt source.txt > user.txt 2>/dev/null")),
        """
        partial, exit 3
        base merged, attempt 1, iteration 1
        source failed, attempt 1, iteration 1
        user merged, attempt 1, iteration 1
        last merged, attempt 1, iteration 1
        joined: base, user, last
        base.txt: work of base
        last.txt: work of last
        user.txt: base.txt
        coder/base/1/1
        coder/last/1/1
        coder/source/1/1
        coder/user/1/1
        """);
  }

  private static Scenario held() {
    return new Scenario(
        "a unit waits until what it needs is redone",
        Setting.plan(FAILING.formatted("wait")),
        agent -> agent.rule("coder/source/1/*/*", fails()),
        (run, agent) -> {
          Await.until(() -> run.view().state() == RunState.WAITING, "the person");
          Waiting waiting = run.view().standing().waiting();
          expect(
              waiting != null
                  && waiting.reason() == Waiting.Reason.NEEDS
                  && waiting.message().contains("'user' waits"),
              "Asked: " + waiting);
          expect(run.view().exitCode() == 6, "Exit code: " + run.view().exitCode());
          made(run, PlanEdit.redo("source"));
        },
        """
        completed, exit 0
        base merged, attempt 1, iteration 1
        source merged, attempt 2, iteration 1
        user merged, attempt 1, iteration 1
        last merged, attempt 1, iteration 1
        joined: base, source, user, last
        base.txt: work of base
        last.txt: work of last
        source.txt: work of source
        user.txt: work of user
        coder/base/1/1
        coder/last/1/1
        coder/source/1/1
        coder/source/2/1
        coder/user/1/1
        """);
  }

  private static Scenario without() {
    return new Scenario(
        "a run is told to go on without a unit that waits",
        Setting.plan(FAILING.formatted("wait")).minSuccess(25),
        agent -> agent.coder("source", fails()),
        (run, agent) -> {
          Await.until(() -> run.view().state() == RunState.WAITING, "the person");
          run.resume();
        },
        """
        partial, exit 3
        base merged, attempt 1, iteration 1
        source failed, attempt 1, iteration 1
        user skipped, attempt 0, iteration 0
        last skipped, attempt 0, iteration 0
        joined: base
        base.txt: work of base
        coder/base/1/1
        coder/source/1/1
        """);
  }

  private static PlanEdit needing(String unit, String need) {
    return PlanEdit.change(unit, Map.of("depends_on", List.of(need)));
  }

  private static void made(RunHandle run, PlanEdit edit) {
    expect(run.edit(edit).changed(), "Not made: " + edit);
  }

  private static void refused(RunHandle run, PlanEdit edit, String why) {
    try {
      throw new AssertionError("It was made: " + run.edit(edit));
    } catch (UsageException e) {
      expect(String.valueOf(e.getMessage()).contains(why), "Refused: " + e.getMessage());
    }
  }

  private static void expect(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
