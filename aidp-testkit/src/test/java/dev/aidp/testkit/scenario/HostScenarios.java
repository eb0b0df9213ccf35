package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Check;
import java.util.List;

/** Checks of parallel units that want the same thing of the host, such as a port. */
final class HostScenarios {

  private static final String FIVE =
      """
      units:
        - {id: a, task: A.}
        - {id: b, task: B.}
        - {id: c, task: C.}
        - {id: d, task: D.}
        - {id: e, task: E.}
      """;

  /** A folder stands for what only one can have at a time; all units of a run see the same. */
  private static final String TAKE =
      "mkdir \"${AIDP_ARTIFACTS:-.}/../%1$s\" || { echo in use; exit 1; }; sleep 0.3; rmdir \"${AIDP_ARTIFACTS:-.}/../%1$s\"";

  private static final String ALL_GREEN =
      """
      completed, exit 0
      a merged, attempt 1, iteration 1
      b merged, attempt 1, iteration 1
      c merged, attempt 1, iteration 1
      d merged, attempt 1, iteration 1
      e merged, attempt 1, iteration 1
      joined: a, b, c, d, e
      a.txt: work of a
      b.txt: work of b
      c.txt: work of c
      d.txt: work of d
      e.txt: work of e
      coder/a/1/1
      coder/b/1/1
      coder/c/1/1
      coder/d/1/1
      coder/e/1/1
      """;

  private HostScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        Scenario.of(
            "exclusive checks have a fixed port one after the other",
            Setting.plan(FIVE).check(new Check("port", TAKE.formatted("port-8080"), true)),
            agent -> {},
            ALL_GREEN),
        Scenario.of(
            "checks with ports of their lane run side by side",
            Setting.plan(FIVE).check("port", TAKE.formatted("port-${AIDP_PORT_BASE:-0}")),
            agent -> {},
            ALL_GREEN));
  }
}
