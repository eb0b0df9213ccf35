package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Check;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** Agents that are code of the process that runs them. */
final class InProcessScenarios {

  private InProcessScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(feature(), thrown(), failover(), cancelled(), check());
  }

  private static Scenario feature() {
    return Scenario.of(
        "an agent in process plans, codes and resolves",
        Setting.unplanned().inProcess("one"),
        agent ->
            agent
                .planner(0, PlanScenarios.planning("{id: left, task: L.}, {id: right, task: R.}"))
                .coder("left", 1, Act.nothing().writing("both.txt", "draft\n"))
                .coder("left", Act.writes("both.txt", "left\n"))
                .coder("right", Act.writes("both.txt", "right\n"))
                .resolver(Act.writes("both.txt", "left\nright\n")),
        """
        completed, exit 0
        left merged, attempt 1, iteration 2
        right merged, attempt 1, iteration 1
        joined: left, right
        conflict of left, right in both.txt: resolver
        both.txt: left | right
        coder/left/1/1
        coder/left/1/2
        coder/right/1/1
        planner//1/1
        resolver/right/2/1
        """);
  }

  /** What a turn has left that failed is not there. */
  private static Scenario thrown() {
    return Scenario.of(
        "an agent in process that throws is asked again",
        Setting.plan("units: [{id: net, task: Use the network.}]")
            .inProcess("one")
            .check("clean", "! test -e half.txt"),
        agent ->
            agent.rule(
                "coder/net/1/1/1",
                Act.fails(1, "The model has hung up.").writing("half.txt", "half")),
        """
        completed, exit 0
        net merged, attempt 1, iteration 1
        joined: net
        net.txt: work of net
        coder/net/1/1 x2
        """);
  }

  private static Scenario failover() {
    return Scenario.of(
        "the next agent in process goes on for a limited one",
        Setting.plan("units: [{id: net, task: Use the network.}]").inProcess("one", "two"),
        agent ->
            agent
                .rule("coder/net/1/1/1", Act.fails(1, "rate limit reached, try again in 1h"))
                .coder("net", Act.complete().shell("test $AGENT = two && echo second > net.txt")),
        """
        completed, exit 0
        net merged, attempt 1, iteration 1, warnings 1
        joined: net
        net.txt: second
        coder/net/1/1 x2
        """);
  }

  private static Scenario cancelled() {
    return new Scenario(
        "cancel interrupts an agent in process",
        Setting.plan("units: [{id: slow, task: Take your time.}]").inProcess("one"),
        agent -> agent.coder("slow", Act.nothing().waitingAt(agent.gate("slow"))),
        (run, agent) -> {
          agent.gate("slow").awaitReached();
          run.cancel();
        },
        """
        cancelled, exit 130
        slow failed, attempt 1, iteration 1
        coder/slow/1/1
        """);
  }

  private static Scenario check() {
    return Scenario.of(
        "a check in process sends a draft back",
        Setting.plan("units: [{id: a, task: A.}]").check(Check.inProcess("whole", "1")),
        agent ->
            agent
                .coder("a", 1, Act.writes("a.txt", "draft\n"))
                .coder(
                    "a",
                    Act.complete()
                        .shell("grep -q 'a.txt is a draft' \"$prompt\" && echo done > a.txt")),
        """
        completed, exit 0
        a merged, attempt 1, iteration 2
        joined: a
        a.txt: done
        coder/a/1/1
        coder/a/1/2
        """);
  }
}
