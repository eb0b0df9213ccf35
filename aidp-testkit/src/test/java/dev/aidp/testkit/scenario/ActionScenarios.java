package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.UnitAction;
import dev.aidp.testkit.agent.Act;
import java.time.Duration;
import java.util.List;

/** What is between an agent's turns: units without one, and tasks that are left. */
final class ActionScenarios {

  private ActionScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        commandsBetweenTurns(),
        failingCommand(),
        waitInVain(),
        openTask(),
        openTaskOfALostAttempt(),
        chosenUnits(),
        chosenLast());
  }

  /**
   * What the agent has written, a command goes on with; what the wait waits for, it has counted.
   */
  private static Scenario commandsBetweenTurns() {
    return Scenario.of(
        "commands between turns",
        Setting.plan(
                """
                units:
                  - {id: model, task: Add the model.}
                  - {id: gen, kind: command, run: "sed s/work/rows/ model.txt > gen.txt", depends_on: [model]}
                  - {id: up, kind: wait, until: "echo x >> ../looks; test $(wc -l < ../looks) -ge 3", interval: 200ms, timeout: 60s, depends_on: [gen]}
                  - {id: writer, task: Write rows., depends_on: [up]}
                """)
            .check("texts", "ls ./*.txt"),
        agent -> {},
        """
        completed, exit 0
        model merged, attempt 1, iteration 1, warnings 1
        gen merged, attempt 1, iteration 1, warnings 1
        up merged, attempt 1, iteration 1, warnings 1
        writer merged, attempt 1, iteration 1, warnings 1
        joined: model, gen, up, writer
        gen.txt: rows of model
        model.txt: work of model
        writer.txt: work of writer
        coder/model/1/1
        coder/writer/1/1
        """);
  }

  private static Scenario failingCommand() {
    return Scenario.of(
        "a command fails",
        Setting.plan(
            """
            units:
              - {id: gen, kind: command, run: "echo no such rule; exit 3"}
              - {id: writer, task: Write rows., depends_on: [gen]}
            """),
        agent -> {},
        """
        failed, exit 1
        gen failed, attempt 1, iteration 1
        writer skipped, attempt 0, iteration 0
        """);
  }

  private static Scenario openTask() {
    return Scenario.of(
        "an open task",
        Setting.plan("units: [{id: docs, task: Write the manual.}]"),
        agent ->
            agent
                .coder(
                    "docs",
                    1,
                    Act.writes("docs.txt", "half\n").saying("- **File task:** the second half"))
                .coder(
                    "docs",
                    Act.writes("docs.txt", "whole\n")
                        .shell("grep -q 'Task 1 is open: the second half' \"$prompt\"")
                        .saying("Update task: 1 done")),
        """
        completed, exit 0
        docs merged, attempt 1, iteration 2
        joined: docs
        docs.txt: whole
        coder/docs/1/1
        coder/docs/1/2
        """);
  }

  /** The work is lost with the attempt; what is left to do is not. */
  private static Scenario openTaskOfALostAttempt() {
    return Scenario.of(
        "an open task of a lost attempt",
        Setting.plan("units: [{id: docs, task: Write the manual., retries: 1}]"),
        agent ->
            agent
                .rule(
                    "coder/docs/1/1/*",
                    Act.writes("docs.txt", "half\n").saying("File task: an index"))
                .rule("coder/docs/1/2/*", Act.fails(1, "429 rate limit, try again in 1s"))
                .coder(
                    "docs",
                    Act.writes("docs.txt", "whole\n")
                        .shell("grep -q 'open: 1. an index' \"$prompt\"")
                        .saying("Update task: 1 done")),
        """
        completed, exit 0
        docs merged, attempt 2, iteration 1
        joined: docs
        docs.txt: whole
        coder/docs/1/1
        coder/docs/1/2
        coder/docs/2/1
        """);
  }

  /** A command's changes stay, a failing one's do not, and nothing is checked in between. */
  private static Scenario chosenUnits() {
    UnitAction.Poll soon = new UnitAction.Poll(Duration.ofMillis(200), 1, Duration.ofSeconds(60));
    return Scenario.of(
        "units that the agent chooses",
        Setting.plan("units: [{id: api, task: Add the api.}]")
            .unit(
                "gen", UnitAction.run("sed s/work/rows/ api.txt > gen.txt; echo generated 1 file"))
            .unit("broken", UnitAction.run("echo x > broken.txt; echo 3 tests red; exit 4"))
            .unit(
                "up", UnitAction.until("echo x >> ../looks; test $(wc -l < ../looks) -ge 3", soon))
            .check("generated", "test -e gen.txt"),
        agent ->
            agent
                .coder("api", 1, Act.writes("api.txt", "work\n").saying("**NEXT_UNIT:** gen"))
                .coder(
                    "api",
                    2,
                    told("`gen`.*exited 0")
                        .then(told("generated 1 file"))
                        .saying("NEXT_UNIT: broken"))
                .coder(
                    "api", 3, told("exit code 4").then(told("3 tests red")).saying("NEXT_UNIT: up"))
                .coder("api", 4, told("exited 0 (3 looks)").saying("NEXT_UNIT: deploy"))
                .coder(
                    "api",
                    5,
                    Act.complete()
                        .then(told("`deploy`, which there is not. There is: gen, broken, up"))),
        """
        completed, exit 0
        api merged, attempt 1, iteration 5, warnings 1
        joined: api
        api.txt: work
        gen.txt: rows
        coder/api/1/1
        coder/api/1/2
        coder/api/1/3
        coder/api/1/4
        coder/api/1/5
        """);
  }

  private static Act told(String text) {
    return Act.nothing().shell("grep -q '" + text + "' \"$prompt\"");
  }

  private static Scenario chosenLast() {
    return Scenario.of(
        "a unit is chosen when no turn is left",
        Setting.plan("units: [{id: api, task: Add the api.}]")
            .unit("gen", UnitAction.run("touch ../begun"))
            .maxIterations(1),
        agent -> agent.coder("api", Act.writes("api.txt", "work\n").saying("NEXT_UNIT: gen")),
        """
        failed, exit 1
        api failed, attempt 1, iteration 1
        coder/api/1/1
        """);
  }

  private static Scenario waitInVain() {
    return Scenario.of(
        "a wait in vain",
        Setting.plan(
            """
            units:
              - {id: up, kind: wait, until: "test -e never.txt", interval: 10s, timeout: 4s}
            """),
        agent -> {},
        """
        failed, exit 1
        up failed, attempt 1, iteration 1
        """);
  }
}
