package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.failure.UsageException;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.RunState;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.time.Duration;
import java.util.List;

/** Agents that ask, and people who answer or do not. */
final class QuestionScenarios {

  private static final Act ASKS =
      Act.nothing().saying("I have looked.").saying("**QUESTION:** Which database?");

  private QuestionScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(answered(), twoAtOnce(), byClarification(), unanswered(), cancelled());
  }

  private static Scenario answered() {
    return new Scenario(
        "an agent asks and is answered",
        Setting.plan("units: [{id: store, task: Store it.}]"),
        agent ->
            agent
                .coder("store", 1, ASKS)
                .coder(
                    "store",
                    2,
                    Act.complete()
                        .shell("grep -c 'Use Postgres' \"$prompt\" > seen.txt")
                        .shell("grep -c 'Which database' \"$prompt\" >> seen.txt")),
        (run, agent) -> {
          RunView asking = asking(run);
          Waiting waiting = asking.standing().waiting();
          expect(
              waiting != null
                  && new Waiting.Question("store", "Which database?").equals(waiting.question()),
              "Asked: " + waiting);
          expect(asking.exitCode() == 6, "Exit code: " + asking.exitCode());
          expect(
              "Which database?".equals(asking.units().get(0).remarks().question()),
              "The unit: " + asking.units());
          expect(run.answer(null, "Use Postgres.").changed(), "It is no answer");
          Receipt again = run.answer("store", "Use another.");
          expect(again.outcome() != Receipt.Outcome.ACCEPTED, "A second answer: " + again);
          RunView end = Stage.end(run);
          expect(
              end.standing().receipts().size() == 1
                  && end.standing().receipts().get(0).end() == InstructionReceipt.End.CONSUMED
                  && Integer.valueOf(2).equals(end.standing().receipts().get(0).iteration()),
              "Receipts: " + end.standing().receipts());
        },
        """
        completed, exit 0
        store merged, attempt 1, iteration 2
        joined: store
        seen.txt: 1 | 1
        coder/store/1/1
        coder/store/1/2
        """);
  }

  private static Scenario twoAtOnce() {
    return new Scenario(
        "two units ask at once",
        Setting.plan(
            """
            units:
              - {id: left, task: Left.}
              - {id: right, task: Right.}
            """),
        agent ->
            agent
                .coder("left", 1, Act.nothing().saying("QUESTION: Left?"))
                .coder("right", 1, Act.nothing().saying("QUESTION: Right?"))
                .coder("left", 2, Act.complete().shell("grep -c 'go left' \"$prompt\" > left.txt"))
                .coder(
                    "right", 2, Act.complete().shell("grep -c 'go right' \"$prompt\" > right.txt")),
        (run, agent) -> {
          asking(run);
          try {
            run.answer(null, "which?");
            throw new AssertionError("It was told which of them is answered");
          } catch (UsageException e) {
            expect(String.valueOf(e.getMessage()).contains("left, right"), "Refused: " + e);
          }
          expect(run.answer("right", "go right").changed(), "right");
          expect(run.answer("left", "go left").changed(), "left");
        },
        """
        completed, exit 0
        left merged, attempt 1, iteration 2
        right merged, attempt 1, iteration 2
        joined: left, right
        left.txt: 1
        right.txt: 1
        coder/left/1/1
        coder/left/1/2
        coder/right/1/1
        coder/right/1/2
        """);
  }

  /** What any Temporal client can send. */
  private static Scenario byClarification() {
    return new Scenario(
        "a plain signal answers",
        Setting.plan("units: [{id: store, task: Store it.}]"),
        agent ->
            agent
                .coder("store", 1, ASKS)
                .coder("store", Act.complete().shell("grep -c 'Use files' \"$prompt\" > seen.txt")),
        (run, agent) -> {
          asking(run);
          run.signal(
              "inject_instruction", "[{\"text\": \"Use files.\", \"kind\": \"clarification\"}]");
        },
        """
        completed, exit 0
        store merged, attempt 1, iteration 2
        joined: store
        seen.txt: 1
        coder/store/1/1
        coder/store/1/2
        """);
  }

  private static Scenario unanswered() {
    Setting setting = Setting.plan("units: [{id: store, task: Store it.}]");
    return Scenario.of(
        "nobody answers",
        setting.run(setting.run().withPatience(Duration.ofMillis(1))),
        agent ->
            agent
                .coder("store", 1, ASKS)
                .coder(
                    "store",
                    Act.complete().shell("grep -c 'Nobody has answered' \"$prompt\" > seen.txt")),
        """
        completed, exit 0
        store merged, attempt 1, iteration 2, warnings 1
        joined: store
        seen.txt: 1
        coder/store/1/1
        coder/store/1/2
        """);
  }

  private static Scenario cancelled() {
    return new Scenario(
        "cancel while it waits for an answer",
        Setting.plan("units: [{id: store, task: Store it.}]"),
        agent -> agent.coder("store", 1, ASKS),
        (run, agent) -> {
          asking(run);
          run.cancel();
        },
        """
        cancelled, exit 130
        store failed, attempt 1, iteration 1
        coder/store/1/1
        """);
  }

  private static RunView asking(RunHandle run) {
    Await.until(() -> run.view().state() == RunState.WAITING, "the question");
    return run.view();
  }

  private static void expect(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
