package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Priority;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** Turns that bring nothing new, and turns that only seem to. */
final class StuckScenarios {

  private static final Act REFUSES = Act.nothing().saying("I cannot help with that.");

  private StuckScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(refuses(), neverGreen(), slow(), circle(), next(), told(), outside());
  }

  private static Scenario refuses() {
    return Scenario.of(
        "an agent that refuses ends as stuck",
        Setting.plan("units: [{id: no, task: Do what nobody does.}]"),
        agent -> agent.coder("no", REFUSES),
        """
        failed, exit 1
        no failed, attempt 1, iteration 5
        coder/no/1/1
        coder/no/1/2
        coder/no/1/3
        coder/no/1/4
        coder/no/1/5
        """);
  }

  /** The output differs each time, but nothing that counts does. */
  private static Scenario neverGreen() {
    return Scenario.of(
        "a check that no work can make green ends as stuck",
        Setting.plan("units: [{id: no, task: Do well.}]")
            .check("server", "echo \"no server at $$\"; false"),
        agent -> {},
        """
        failed, exit 1
        no failed, attempt 1, iteration 6, warnings 1
        coder/no/1/1
        coder/no/1/2
        coder/no/1/3
        coder/no/1/4
        coder/no/1/5
        coder/no/1/6
        """);
  }

  private static Scenario slow() {
    return Scenario.of(
        "an agent that is slow but gets on is not stuck",
        Setting.plan("units: [{id: slow, task: Write eight lines.}]")
            .check("lines", "test $(wc -l < slow.txt) -ge 8"),
        agent -> agent.coder("slow", Act.complete().shell("echo line >> slow.txt")),
        """
        completed, exit 0
        slow merged, attempt 1, iteration 8, warnings 1
        joined: slow
        slow.txt: line | line | line | line | line | line | line | line
        coder/slow/1/1
        coder/slow/1/2
        coder/slow/1/3
        coder/slow/1/4
        coder/slow/1/5
        coder/slow/1/6
        coder/slow/1/7
        coder/slow/1/8
        """);
  }

  /** Three states, one after the other, and a check whose output differs each time. */
  private static Scenario circle() {
    return Scenario.of(
        "edits that undo each other end as stuck",
        Setting.plan("units: [{id: no, task: Do well.}]")
            .check("clock", "echo \"failed at $(date +%N)\"; false"),
        agent ->
            agent.coder("no", Act.complete().shell("echo $((AIDP_ITERATION % 3)) > state.txt")),
        """
        failed, exit 1
        no failed, attempt 1, iteration 8, warnings 1
        coder/no/1/1
        coder/no/1/2
        coder/no/1/3
        coder/no/1/4
        coder/no/1/5
        coder/no/1/6
        coder/no/1/7
        coder/no/1/8
        """);
  }

  /** The second one is told what was in vain, and what the first one says of it in its own turn. */
  private static Scenario next() {
    return Scenario.of(
        "the next agent goes on where the first is stuck",
        Setting.plan("units: [{id: hard, task: Do what is hard.}]").chain("one", "two"),
        agent ->
            agent.coder(
                "hard",
                Act.complete()
                    .shell("grep -q 'Find out what stands' \"$prompt\" && echo the door is locked")
                    .shell("test $AGENT = two && grep -q 'brought nothing new' \"$prompt\"")
                    .shell("test $? = 0 && grep -q 'the door is locked' \"$prompt\"")
                    .shell("test $? = 0 && echo done > hard.txt")),
        """
        completed, exit 0
        hard merged, attempt 1, iteration 4
        joined: hard
        hard.txt: done
        coder/hard/1/1
        coder/hard/1/2
        coder/hard/1/3 x2
        coder/hard/1/4
        """);
  }

  /** It would have ended after the fifth turn. */
  private static Scenario told() {
    return new Scenario(
        "a stuck agent that is told something new gets its turns again",
        Setting.plan("units: [{id: hard, task: Do what is hard.}]"),
        agent ->
            agent
                .coder("hard", 4, REFUSES.waitingAt(agent.gate("fourth")))
                .coder("hard", 7, Act.writes("hard.txt", "done\n"))
                .coder("hard", REFUSES),
        (run, agent) -> {
          agent.gate("fourth").awaitReached();
          run.inject("Look into the manual.", Priority.HIGH, "hard");
          agent.gate("fourth").open();
        },
        """
        completed, exit 0
        hard merged, attempt 1, iteration 7
        joined: hard
        hard.txt: done
        coder/hard/1/1
        coder/hard/1/2
        coder/hard/1/3
        coder/hard/1/4
        coder/hard/1/5
        coder/hard/1/6
        coder/hard/1/7
        """);
  }

  /** It hears where its work went; nothing is undone there. */
  private static Scenario outside() {
    String above = "\"$(pwd)/../../../../astray.txt\"";
    return Scenario.of(
        "work in the main checkout is noticed and said",
        Setting.plan("units: [{id: lost, task: Write a file.}]"),
        agent ->
            agent
                .coder("lost", 1, Act.complete().shell("echo astray > " + above))
                .coder(
                    "lost",
                    Act.complete()
                        .shell("grep -q 'Outside of it.*astray.txt' \"$prompt\"")
                        .shell("test $? = 0 && mv " + above + " lost.txt")),
        """
        completed, exit 0
        lost merged, attempt 1, iteration 2, warnings 1
        joined: lost
        lost.txt: astray
        coder/lost/1/1
        coder/lost/1/2
        """);
  }
}
