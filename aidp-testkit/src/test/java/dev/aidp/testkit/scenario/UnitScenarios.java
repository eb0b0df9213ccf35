package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** How units end. */
final class UnitScenarios {

  private UnitScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        allGreen(), secondIteration(), failsForGood(), iterationsUsedUp(), transientTurn());
  }

  private static Scenario allGreen() {
    return Scenario.of(
        "all green",
        Setting.plan(
                """
                units:
                  - {id: model, task: Add the model.}
                  - {id: docs, task: Write the manual.}
                  - {id: writer, task: Write rows., depends_on: [model]}
                """)
            .check("texts", "ls ./*.txt"),
        agent -> {},
        """
        completed, exit 0
        model merged, attempt 1, iteration 1, warnings 1
        docs merged, attempt 1, iteration 1, warnings 1
        writer merged, attempt 1, iteration 1, warnings 1
        joined: model, docs, writer
        docs.txt: work of docs
        model.txt: work of model
        writer.txt: work of writer
        coder/docs/1/1
        coder/model/1/1
        coder/writer/1/1
        """);
  }

  /** The second turn is only good because its prompt says what was red. */
  private static Scenario secondIteration() {
    return Scenario.of(
        "second iteration",
        Setting.plan("units: [{id: parser, task: Add a parser.}]")
            .check("rows", "! grep -q red parser.txt || { echo 'three rows are red'; exit 1; }"),
        agent ->
            agent
                .coder("parser", 1, Act.writes("parser.txt", "red\n"))
                .coder(
                    "parser",
                    Act.complete()
                        .shell(
                            "grep -q 'three rows are red' \"$prompt\" && echo green > parser.txt")),
        """
        completed, exit 0
        parser merged, attempt 1, iteration 2
        joined: parser
        parser.txt: green
        coder/parser/1/1
        coder/parser/1/2
        """);
  }

  private static Scenario failsForGood() {
    return Scenario.of(
        "a unit fails for good",
        Setting.plan(
            """
            units:
              - {id: good, task: Do well.}
              - {id: bad, task: Fail.}
              - {id: after, task: Never start., depends_on: [bad]}
            """),
        agent -> agent.coder("bad", Act.fails(1, "permanent error: the model refuses the task")),
        """
        failed, exit 1
        good completed, attempt 1, iteration 1
        bad failed, attempt 1, iteration 1
        after skipped, attempt 0, iteration 0
        coder/bad/1/1
        coder/good/1/1
        """);
  }

  /** Exit 0 alone never means done. */
  private static Scenario iterationsUsedUp() {
    return Scenario.of(
        "iterations used up",
        Setting.plan("units: [{id: lazy, task: Never say that it is complete.}]").maxIterations(2),
        agent -> agent.coder("lazy", Act.nothing().writing("lazy.txt", "there\n").saying("Fine.")),
        """
        failed, exit 1
        lazy failed, attempt 1, iteration 2
        coder/lazy/1/1
        coder/lazy/1/2
        """);
  }

  /** What the failed turn left is not there when it is repeated. */
  private static Scenario transientTurn() {
    return Scenario.of(
        "a transient turn is repeated",
        Setting.plan("units: [{id: net, task: Use the network.}]"),
        agent ->
            agent.rule(
                "coder/net/1/1/1",
                Act.fails(1, "connection reset by peer").writing("half.txt", "half\n")),
        """
        completed, exit 0
        net merged, attempt 1, iteration 1
        joined: net
        net.txt: work of net
        coder/net/1/1 x2
        """);
  }
}
