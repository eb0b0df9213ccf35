package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.DiffOptions;
import dev.aidp.RunHandle;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Priority;
import dev.aidp.run.RunState;
import dev.aidp.run.Steerable;
import dev.aidp.run.Tuning;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people do to runs. */
final class SteeringScenarios {

  private static final String PAIR =
      """
      units:
        - {id: first, task: Begin.}
        - {id: second, task: Go on., depends_on: [first]}
      """;

  private SteeringScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        cancel(),
        cancelKeepsWhatWasDone(),
        guardsEndAsConsumed(),
        pauseAndResume(),
        updates(),
        inject(),
        timeout(),
        retry(),
        approve(),
        reject());
  }

  private static Scenario cancel() {
    return new Scenario(
        "cancel",
        Setting.plan(PAIR),
        agent -> agent.coder("first", Act.complete().waitingAt(agent.gate("first"))),
        (run, agent) -> {
          agent.gate("first").awaitReached();
          run.cancel();
        },
        """
        cancelled, exit 130
        first failed, attempt 1, iteration 1
        second skipped, attempt 0, iteration 0
        coder/first/1/1
        """);
  }

  /** Half a turn is not lost: it is a patch, which a person may look at and apply. */
  private static Scenario cancelKeepsWhatWasDone() {
    return new Scenario(
        "cancel keeps what was done",
        Setting.plan("units: [{id: api, task: Add it.}]"),
        agent ->
            agent
                .coder("api", 1, Act.nothing().writing("api.txt", "one\n").saying("More to come."))
                .coder(
                    "api",
                    Act.nothing()
                        .writing("more.txt", "two\n")
                        .waitingAt(agent.gate("api"))
                        .writing("never.txt", "three\n")),
        (run, agent) -> {
          agent.gate("api").awaitReached();
          run.cancel();
          RunView end = Stage.end(run);
          String kept =
              end.units().get(0).remarks().warnings().stream()
                  .filter(each -> each.startsWith("What it had changed when it was told to end"))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError("Nothing is kept: " + end.units()));
          String ref = kept.substring(kept.lastIndexOf(' ') + 1);
          String patch = text(run, ref);
          if (!patch.contains("+one") || !patch.contains("+two") || patch.contains("three")) {
            throw new AssertionError("The patch: " + patch);
          }
          String shown = new String(run.diff(DiffOptions.ALL.of("api")), StandardCharsets.UTF_8);
          if (!shown.equals(patch)) {
            throw new AssertionError("Shown: " + shown);
          }
        },
        """
        cancelled, exit 130
        api failed, attempt 1, iteration 2, warnings 1
        coder/api/1/1
        coder/api/1/2
        """);
  }

  private static String text(RunHandle run, String ref) {
    try (InputStream in = run.artifacts().open(ref)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is said of guards while a unit works, its next iteration is judged by. */
  private static Scenario guardsEndAsConsumed() {
    return new Scenario(
        "guards end as consumed",
        Setting.plan(PAIR),
        agent ->
            agent
                .coder("first", 1, Act.nothing().waitingAt(agent.gate("first")).saying("Not yet."))
                .coder("second", Act.writes("second.txt", "done\n")),
        (run, agent) -> {
          agent.gate("first").awaitReached();
          run.guard(Map.of("max_lines", 5), null);
          run.guard(Map.of("max_lines", 50), null);
          run.guard(Map.of("max_files", 9), "second");
          agent.gate("first").open();
          List<String> ends =
              Stage.end(run).standing().receipts().stream()
                  .map(
                      each ->
                          "%s %s %s %s"
                              .formatted(each.text(), each.end(), each.unit(), each.iteration()))
                  .toList();
          if (!ends.equals(
              List.of(
                  "guards: max_lines=5 SUPERSEDED null null",
                  "guards: max_lines=50 CONSUMED first 2",
                  "guards: max_files=9 CONSUMED second 1"))) {
            throw new AssertionError("Receipts: " + ends);
          }
        },
        """
        completed, exit 0
        first merged, attempt 1, iteration 2
        second merged, attempt 1, iteration 1
        joined: first, second
        first.txt: work of first
        second.txt: done
        coder/first/1/1
        coder/first/1/2
        coder/second/1/1
        """);
  }

  private static Scenario pauseAndResume() {
    return new Scenario(
        "pause and resume",
        Setting.plan(PAIR),
        agent ->
            agent
                .coder("first", 1, Act.nothing().waitingAt(agent.gate("first")).saying("Not yet."))
                .coder("second", Act.writes("second.txt", "after the pause\n")),
        (run, agent) -> {
          agent.gate("first").awaitReached();
          run.pause();
          agent.gate("first").open();
          Await.until(() -> agent.ended() == 1, "the end of the turn under way");
          Await.until(() -> run.view().state() == RunState.PAUSED, "the pause");
          Await.until(
              () -> "paused".equals(run.view().units().get(0).doing()), "the pause of the unit");
          if (agent.calls().size() != 1) {
            throw new AssertionError("A turn in the pause: " + agent.calls());
          }
          run.resume();
        },
        """
        completed, exit 0
        first merged, attempt 1, iteration 2
        second merged, attempt 1, iteration 1
        joined: first, second
        first.txt: work of first
        second.txt: after the pause
        coder/first/1/1
        coder/first/1/2
        coder/second/1/1
        """);
  }

  /** What an update would change nothing of is refused, and leaves nothing. */
  private static Scenario updates() {
    return new Scenario(
        "steered by updates",
        Setting.plan(PAIR),
        agent ->
            agent
                .coder("first", 1, Act.nothing().waitingAt(agent.gate("first")).saying("Not yet."))
                .coder(
                    "first",
                    2,
                    Act.complete().shell("grep -c 'prefer tabs' \"$prompt\" > first.txt"))
                .coder("second", Act.writes("second.txt", "done\n")),
        (run, agent) -> {
          agent.gate("first").awaitReached();
          demand(run, Steerable::demandPause, "It takes no further turn.");
          refused(run, Steerable::demandPause, "It is paused already.");
          refused(run, r -> r.demandConfig(new Tuning(0, null)), "must be at least 1");
          demand(run, r -> r.demandConfig(new Tuning(3, null)), "It holds from now on.");
          refused(run, r -> r.demandInstruction(told(" ", null)), "It is empty.");
          refused(run, r -> r.demandInstruction(told("Mind it.", "nobody")), "no unit 'nobody'");
          InstructionReceipt receipt =
              run.update(Steerable.class, r -> r.demandInstruction(told("prefer tabs", "first")))
                  .join();
          agent.gate("first").open();
          Await.until(() -> run.view().state() == RunState.PAUSED, "the pause");
          demand(run, Steerable::demandResume, "It goes on.");
          List<InstructionReceipt> ends = Stage.end(run).standing().receipts();
          if (receipt.end() != InstructionReceipt.End.PENDING
              || ends.size() != 1
              || ends.get(0).end() != InstructionReceipt.End.CONSUMED
              || !Integer.valueOf(2).equals(ends.get(0).iteration())) {
            throw new AssertionError("Receipts: %s, %s".formatted(receipt, ends));
          }
        },
        """
        completed, exit 0
        first merged, attempt 1, iteration 2
        second merged, attempt 1, iteration 1
        joined: first, second
        first.txt: 1
        second.txt: done
        coder/first/1/1
        coder/first/1/2
        coder/second/1/1
        """);
  }

  private static Instruction told(String text, @Nullable String unit) {
    return new Instruction("i" + text.length(), text, Priority.NORMAL, unit);
  }

  private static void demand(RunHandle run, Function<Steerable, String> call, String said) {
    String answer = run.update(Steerable.class, call).join();
    if (!answer.equals(said)) {
      throw new AssertionError("Said: " + answer);
    }
  }

  private static void refused(RunHandle run, Function<Steerable, ?> call, String why) {
    try {
      throw new AssertionError("Taken: " + run.update(Steerable.class, call).join());
    } catch (CompletionException e) {
      if (!String.valueOf(e.getCause()).contains(why)) {
        throw new AssertionError("Refused otherwise: " + e.getCause());
      }
    }
  }

  /** Each turn writes whether its prompt has the text: only the next one has. */
  private static Scenario inject() {
    Act look = Act.nothing().shell("grep -c 'prefer tabs' \"$prompt\" >> seen.txt");
    return new Scenario(
        "inject",
        Setting.plan("units: [{id: style, task: Format.}]"),
        agent ->
            agent
                .coder("style", 1, look.waitingAt(agent.gate("style")))
                .coder("style", 2, look)
                .coder("style", look.then(Act.complete())),
        (run, agent) -> {
          agent.gate("style").awaitReached();
          run.inject("prefer tabs", Priority.HIGH, "style");
          agent.gate("style").open();
        },
        """
        completed, exit 0
        style merged, attempt 1, iteration 3
        joined: style
        seen.txt: 0 | 1 | 0
        coder/style/1/1
        coder/style/1/2
        coder/style/1/3
        """);
  }

  private static Scenario timeout() {
    return new Scenario(
        "the run's time is over",
        Setting.plan(PAIR),
        agent -> agent.coder("second", Act.complete().waitingAt(agent.gate("never"))),
        (run, agent) -> {
          agent.gate("never").awaitReached();
          run.tune(new Tuning(null, Duration.ofMillis(1)));
        },
        """
        failed, exit 1
        first completed, attempt 1, iteration 1
        second failed, attempt 1, iteration 1
        coder/first/1/1
        coder/second/1/1
        """);
  }

  private static Scenario retry() {
    return new Scenario(
        "retry of a failed unit",
        Setting.plan(
            """
            units:
              - {id: first, task: Begin.}
              - {id: second, task: Fail once., depends_on: [first]}
              - {id: third, task: End., depends_on: [second]}
            """),
        agent ->
            agent.rule(
                "coder/second/*/*/*",
                Act.nothing()
                    .shell("if [ ! -e \"$home/failed\" ]; then")
                    .shell("  : > \"$home/failed\"")
                    .complaining("permanent error: not today")
                    .exiting(1)
                    .shell("else")
                    .then(Act.writes("second.txt", "second\n"))
                    .shell("fi")),
        (run, agent) -> {
          Stage.end(run);
          run.retry(List.of("second"));
          run.adopt();
        },
        """
        completed, exit 0
        first merged, attempt 1, iteration 1
        second merged, attempt 2, iteration 1
        third merged, attempt 1, iteration 1
        joined: first, second, third
        first.txt: work of first
        second.txt: second
        third.txt: work of third
        coder/first/1/1
        coder/second/1/1
        coder/second/2/1
        coder/third/1/1
        """);
  }

  /** A pause while it waits holds it too; only what it is asked for moves the branch. */
  private static Scenario approve() {
    return new Scenario(
        "a merge that is approved",
        Setting.plan(PAIR).approved(),
        agent -> {},
        (run, agent) -> {
          waitForQuestion(run);
          run.pause();
          Await.until(() -> run.view().state() == RunState.PAUSED, "the pause");
          run.resume();
          waitForQuestion(run);
          run.approve();
        },
        """
        completed, exit 0
        first merged, attempt 1, iteration 1
        second merged, attempt 1, iteration 1
        joined: first, second
        first.txt: work of first
        second.txt: work of second
        coder/first/1/1
        coder/second/1/1
        """);
  }

  private static Scenario reject() {
    return new Scenario(
        "a merge that is rejected",
        Setting.plan(PAIR).approved(),
        agent -> {},
        (run, agent) -> {
          waitForQuestion(run);
          run.reject("not before the release");
        },
        """
        failed, exit 1
        first completed, attempt 1, iteration 1
        second completed, attempt 1, iteration 1
        coder/first/1/1
        coder/second/1/1
        """);
  }

  private static void waitForQuestion(RunHandle run) {
    Await.until(() -> run.view().state() == RunState.WAITING, "the question");
    if (run.view().exitCode() != 6 || run.view().branch() != null) {
      throw new AssertionError("It should only ask: " + run.view());
    }
  }
}
