package dev.aidp.testkit.kill;

import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.scenario.Setting;

/** The feature whose process is killed: six units, dependencies, one second iteration. */
final class KillFeature {

  static final int UNITS = 6;

  private static final String PLAN =
      """
      units:
        - {id: model, task: The model.}
        - {id: text, task: The text.}
        - {id: writer, task: The writer., depends_on: [model]}
        - {id: reader, task: The reader., depends_on: [model]}
        - {id: both, task: Both ways., depends_on: [writer, reader]}
        - {id: docs, task: The manual., depends_on: [text, both]}
      """;

  private KillFeature() {}

  static Setting setting() {
    return Setting.plan(PLAN).check("green", "! grep -l red ./*.txt");
  }

  /** Turns take a while, so that a kill finds some of them under way. */
  static void script(ScriptedAgent agent) {
    agent.coder("writer", 1, Act.writes("writer.txt", "red\n").shell("sleep 0.1"));
    for (String unit : new String[] {"model", "text", "writer", "reader", "both", "docs"}) {
      agent.coder(
          unit,
          Act.complete()
              .shell("echo half > half.txt; sleep 0.1; rm half.txt")
              .writing(unit + ".txt", "work of " + unit + "\n"));
    }
  }
}
