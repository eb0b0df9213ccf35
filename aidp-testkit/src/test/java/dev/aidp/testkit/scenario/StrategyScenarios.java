package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.util.List;
import java.util.Map;

/** The ways to join, and runs that merge branches of somebody else's. */
final class StrategyScenarios {

  private static final Map<String, Map<String, String>> CLASHING =
      ImmutableMap.of(
          "topic/one", ImmutableMap.of("one.txt", "one\n", "both.txt", "one\n"),
          "two", ImmutableMap.of("both.txt", "two\n"));

  private StrategyScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        squashed(),
        rebased(),
        oneByOne(),
        branches(),
        branchLeftOut(),
        branchesPaused(),
        branchesCancelled());
  }

  private static Scenario squashed() {
    return Scenario.of(
        "units squashed, but for one",
        Setting.plan(
                """
                units:
                  - {id: model, task: Begin.}
                  - {id: writer, task: Go on., depends_on: [model]}
                  - {id: reader, task: Beside., strategy: merge}
                """)
            .strategy(Strategy.SQUASH),
        agent -> agent.coder("writer", Act.writes("model.txt", "changed by writer\n")),
        """
        completed, exit 0
        model merged, attempt 1, iteration 1
        writer merged, attempt 1, iteration 1
        reader merged, attempt 1, iteration 1
        joined: model, writer, reader
        squash: 4 commits, 1 with two parents
        model.txt: changed by writer
        reader.txt: work of reader
        coder/model/1/1
        coder/reader/1/1
        coder/writer/1/1
        """);
  }

  private static Scenario rebased() {
    return Scenario.of(
        "units rebased, a conflict settled",
        Setting.plan("units: [{id: left, task: One side.}, {id: right, task: The other side.}]")
            .strategy(Strategy.REBASE),
        agent ->
            agent
                .coder("left", Act.writes("both.txt", "left\n"))
                .coder("right", Act.writes("both.txt", "right\n"))
                .resolver(Act.writes("both.txt", "left\nright\n")),
        """
        completed, exit 0
        left merged, attempt 1, iteration 1
        right merged, attempt 1, iteration 1
        joined: left, right
        rebase: 2 commits, 0 with two parents
        conflict of left, right in both.txt: resolver
        both.txt: left | right
        coder/left/1/1
        coder/right/1/1
        resolver/right/2/1
        """);
  }

  private static Scenario oneByOne() {
    return Scenario.of(
        "units rebased one by one, red together",
        Setting.plan("units: [{id: left, task: One side.}, {id: right, task: The other side.}]")
            .strategy(Strategy.SEQUENTIAL_REBASE)
            .minSuccess(50)
            .check("apart", "! { test -e left.txt && test -e right.txt; }"),
        agent -> {},
        """
        partial, exit 3
        left merged, attempt 1, iteration 1
        right left_out, attempt 1, iteration 1
        joined: left
        sequential_rebase: 1 commits, 0 with two parents
        left out: right, gate with left
        left.txt: work of left
        coder/left/1/1
        coder/right/1/1
        """);
  }

  private static Scenario branches() {
    return Scenario.of(
        "branches merged",
        Setting.merge(
                ImmutableMap.of(
                    "topic/one", ImmutableMap.of("one.txt", "one\n"),
                    "two", ImmutableMap.of("two.txt", "two\n"),
                    "Three.3", ImmutableMap.of("three.txt", "three\n")))
            .check("some", "ls *.txt"),
        agent -> {},
        """
        completed, exit 0
        topic/one merged, attempt 0, iteration 0
        two merged, attempt 0, iteration 0
        Three.3 merged, attempt 0, iteration 0
        joined: topic/one, two, Three.3
        one.txt: one
        three.txt: three
        two.txt: two
        """);
  }

  private static Scenario branchLeftOut() {
    return Scenario.of(
        "a branch left out",
        Setting.merge(CLASHING).minSuccess(50).strategy(Strategy.SQUASH),
        agent -> {},
        """
        partial, exit 3
        topic/one merged, attempt 0, iteration 0
        two left_out, attempt 0, iteration 0
        joined: topic/one
        squash: 1 commits, 0 with two parents
        conflict of topic/one, two in both.txt: none
        left out: two, conflict with topic/one in both.txt
        both.txt: one
        one.txt: one
        resolver/two/2/1
        resolver/two/2/2
        """);
  }

  private static Scenario branchesPaused() {
    return new Scenario(
        "a merge of branches paused and resumed",
        Setting.merge(CLASHING),
        agent ->
            agent.resolver(Act.writes("both.txt", "one\ntwo\n").waitingAt(agent.gate("resolver"))),
        (run, agent) -> {
          agent.gate("resolver").awaitReached();
          run.pause();
          agent.gate("resolver").open();
          Await.until(() -> run.view().state() == RunState.PAUSED, "the pause");
          run.resume();
        },
        """
        completed, exit 0
        topic/one merged, attempt 0, iteration 0
        two merged, attempt 0, iteration 0
        joined: topic/one, two
        conflict of topic/one, two in both.txt: resolver
        both.txt: one | two
        one.txt: one
        resolver/two/2/1
        """);
  }

  private static Scenario branchesCancelled() {
    return new Scenario(
        "a merge of branches cancelled",
        Setting.merge(CLASHING),
        agent -> agent.resolver(Act.nothing().waitingAt(agent.gate("resolver"))),
        (run, agent) -> {
          agent.gate("resolver").awaitReached();
          run.cancel();
        },
        """
        cancelled, exit 130
        topic/one completed, attempt 0, iteration 0
        two completed, attempt 0, iteration 0
        resolver/two/2/1
        """);
  }
}
