package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** What is between an agent's turns: units without one, and tasks that are left. */
final class ActionScenarios {

  private ActionScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(commandsBetweenTurns(), failingCommand(), waitInVain(), openTask());
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
