package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Limits;
import dev.aidp.run.Tuning;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.util.List;
import java.util.function.Consumer;

/** Chains of agents: who goes on where one cannot. */
final class ChainScenarios {

  private ChainScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        failover(),
        parked(),
        resumed(),
        cancelled(),
        lockedOut(),
        oneLogin(),
        plainCommand(),
        limitWithoutEnd(),
        limitOfAChainWithoutEnd(),
        byClass(),
        plainResolver());
  }

  /** What the limited agent left is not there, and who takes over is told of it. */
  private static Scenario failover() {
    return Scenario.of(
        "the next agent goes on for a limited one",
        Setting.plan("units: [{id: net, task: Use the network.}]")
            .chain("one", "two")
            .check("second", "! grep -q first net.txt"),
        agent ->
            agent
                .rule(
                    "coder/net/1/1/1",
                    Act.fails(1, "rate limit reached, try again in 1h").writing("half.txt", "half"))
                .coder(
                    "net",
                    1,
                    Act.complete()
                        .shell("test $AGENT = two && grep -q 'rate limit reached' \"$prompt\"")
                        .shell("test $? = 0 && echo first > net.txt"))
                .coder("net", Act.complete().shell("test $AGENT = two && echo second > net.txt")),
        """
        completed, exit 0
        net merged, attempt 1, iteration 2, warnings 1
        joined: net
        net.txt: second
        coder/net/1/1 x2
        coder/net/1/2
        """);
  }

  /** Both are limited for a moment: no attempt is spent on waiting, but one of the times. */
  private static Scenario parked() {
    return Scenario.of(
        "a unit waits for the earliest reset",
        Setting.plan("units: [{id: net, task: Use the network., retries: 0}]")
            .retries(FailureKind.RATE_LIMITED, 1)
            .chain("one", "two"),
        agent ->
            agent
                .rule("coder/net/1/1/1", Act.fails(1, "429 rate limit, try again in 2s"))
                .rule("coder/net/1/1/2", Act.fails(1, "usage limit reached, try again in 1h")),
        """
        completed, exit 0
        net merged, attempt 1, iteration 1, warnings 1
        joined: net
        net.txt: work of net
        coder/net/1/1 x3
        """);
  }

  private static Scenario resumed() {
    return whileItWaits(
        "a waiting unit tries at once when a person says so",
        RunHandle::resume,
        """
        completed, exit 0
        net merged, attempt 1, iteration 1, warnings 1
        joined: net
        net.txt: work of net
        coder/net/1/1 x3
        """);
  }

  private static Scenario cancelled() {
    return whileItWaits(
        "cancel ends a waiting unit",
        RunHandle::cancel,
        """
        cancelled, exit 130
        net failed, attempt 1, iteration 1
        coder/net/1/1 x2
        """);
  }

  private static Scenario whileItWaits(String name, Consumer<RunHandle> call, String expected) {
    return new Scenario(
        name,
        Setting.plan("units: [{id: net, task: Use the network.}]").chain("one", "two"),
        ChainScenarios::bothLimited,
        (run, agent) -> {
          awaitWaiting(run);
          call.accept(run);
        },
        expected);
  }

  /** One turn and one attempt are spent on the limit. */
  private static Scenario plainCommand() {
    return new Scenario(
        "a plain command at its limit waits and has spent one turn",
        Setting.plan("units: [{id: net, task: Use the network., retries: 1}]"),
        agent ->
            agent.rule(
                "coder/net/1/1/1", Act.fails(1, "You're out of extra usage · resets in 2 hours")),
        (run, agent) -> {
          awaitWaiting(run);
          long turns = agent.calls().size();
          if (turns != 1) {
            throw new AssertionError(turns + " turns before it waited");
          }
          run.resume();
        },
        """
        completed, exit 0
        net merged, attempt 2, iteration 1
        joined: net
        net.txt: work of net
        coder/net/1/1
        coder/net/2/1
        """);
  }

  /** Three further attempts, each after its wait, and those who do not need it go on. */
  private static Scenario limitWithoutEnd() {
    return Scenario.of(
        "a limit that does not end fails its unit after three further attempts",
        Setting.plan(
                "units: [{id: net, task: Use the network.}, {id: docs, task: Write.}, {id: uses, task: Use it., depends_on: [net]}]")
            .minSuccess(30),
        agent -> agent.rule("coder/net/*", Act.fails(1, "429 rate limit, try again in 1s")),
        """
        partial, exit 3
        net failed, attempt 4, iteration 1
        docs merged, attempt 1, iteration 1
        uses skipped, attempt 0, iteration 0
        joined: docs
        docs.txt: work of docs
        coder/docs/1/1
        coder/net/1/1
        coder/net/2/1
        coder/net/3/1
        coder/net/4/1
        """);
  }

  /** Each agent has its further turns; the work of the attempt is not begun anew. */
  private static Scenario limitOfAChainWithoutEnd() {
    return Scenario.of(
        "a limit of all agents of a chain fails the unit after so many further turns of each",
        Setting.plan("units: [{id: net, task: Use the network.}]")
            .retries(FailureKind.RATE_LIMITED, 1)
            .chain("one", "two"),
        agent -> agent.rule("coder/net/*", Act.fails(1, "429 rate limit, try again in 1s")),
        """
        failed, exit 1
        net failed, attempt 1, iteration 1
        coder/net/1/1 x4
        """);
  }

  /** After a limit there is one further attempt, after a crash none. */
  private static Scenario byClass() {
    return Scenario.of(
        "each class of failures has further attempts of its own",
        Setting.plan("units: [{id: net, task: N., retries: 0}, {id: docs, task: D., retries: 0}]")
            .retries(FailureKind.RATE_LIMITED, 1)
            .minSuccess(50),
        agent ->
            agent
                .rule("coder/net/1/*", Act.fails(1, "429 rate limit, try again in 1s"))
                .rule("coder/docs/*", Act.fails(1, "connection reset")),
        """
        partial, exit 3
        net merged, attempt 2, iteration 1
        docs failed, attempt 1, iteration 1
        joined: net
        net.txt: work of net
        coder/docs/1/1 x4
        coder/net/1/1
        coder/net/2/1
        """);
  }

  /** A unit whose conflict could be settled is not left out for a limit. */
  private static Scenario plainResolver() {
    Act limited = Act.fails(1, "429 rate limit, try again in 1s");
    return Scenario.of(
        "a resolver that is a plain command waits for the end of its limit",
        Setting.plan("units: [{id: left, task: L.}, {id: right, task: R.}]"),
        agent ->
            agent
                .coder("left", Act.writes("both.txt", "left\n"))
                .coder("right", Act.writes("both.txt", "right\n"))
                .rule("resolver/right/2/1/1", limited)
                .resolver(Act.writes("both.txt", "left\nright\n")),
        """
        completed, exit 0
        left merged, attempt 1, iteration 1
        right merged, attempt 1, iteration 1
        joined: left, right
        conflict of left, right in both.txt: resolver
        both.txt: left | right
        coder/left/1/1
        coder/right/1/1
        resolver/right/2/1 x2
        """);
  }

  private static void bothLimited(ScriptedAgent agent) {
    Act limited = Act.fails(1, "429 rate limit, try again in 2h");
    agent.rule("coder/net/1/1/[12]", limited);
  }

  private static void awaitWaiting(RunHandle run) {
    Await.until(
        () -> run.view().standing().notes().stream().anyMatch(note -> note.contains("waiting for")),
        "the unit to wait");
  }

  /** Not unit by unit. */
  private static Scenario lockedOut() {
    return Scenario.of(
        "every login has expired",
        Setting.plan("units: [{id: a, task: A.}, {id: b, task: B.}, {id: c, task: C.}]")
            .limits(Limits.defaults().with(new Tuning(1, null)))
            .chain("one", "two"),
        agent -> agent.rule("coder/*", Act.fails(1, "authentication failed: token expired")),
        """
        failed, exit 1
        a failed, attempt 1, iteration 1
        b skipped, attempt 0, iteration 0
        c skipped, attempt 0, iteration 0
        coder/a/1/1 x2
        """);
  }

  private static Scenario oneLogin() {
    return Scenario.of(
        "the login of the first agent has expired",
        Setting.plan("units: [{id: a, task: A.}]").chain("one", "two"),
        agent -> agent.rule("coder/a/1/1/1", Act.fails(1, "401 unauthorized: please run /login")),
        """
        completed, exit 0
        a merged, attempt 1, iteration 1, warnings 1
        joined: a
        a.txt: work of a
        coder/a/1/1 x2
        """);
  }
}
