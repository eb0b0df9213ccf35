package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Baseline;
import dev.aidp.testkit.agent.Act;
import java.util.List;

/** What a working copy has gathered is no part of a tree, and no verdict on it rests on that. */
final class CleanScenarios {

  private static final String ONE = "units: [{id: one, task: The only one.}]";

  /** Keeps what it has once seen in a folder that git ignores, as builds do. */
  private static final String BUILD = "mkdir -p build; cp ./*.src build/; ";

  private CleanScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        staleGreen(),
        staleRed(),
        onlyInTheWorkingCopy(),
        gateOfManyTrees(),
        redBefore(),
        redBeforeWhereThatIsRefused(),
        redBeforeWhereNobodyLooks());
  }

  private static Act ignoring(Act act) {
    return act.writing(".gitignore", "build/\n.env\n");
  }

  /** The second iteration is green by what the first one had built. */
  private static Scenario staleGreen() {
    return Scenario.of(
        "green by the output of an earlier iteration",
        Setting.plan(ONE)
            .baseline(Baseline.OFF)
            .check("build", BUILD + "test -e build/x.src && test -e build/y.src"),
        agent ->
            agent
                .coder("one", 1, ignoring(Act.writes("x.src", "x")))
                .coder("one", 2, Act.writes("y.src", "y").deleting("x.src"))
                .coder("one", 3, Act.writes("x.src", "x")),
        """
        completed, exit 0
        one merged, attempt 1, iteration 3
        joined: one
        .gitignore: build/ | .env
        x.src: x
        y.src: y
        coder/one/1/1
        coder/one/1/2
        coder/one/1/3
        """);
  }

  /** A test that was deleted still lies where it was built, and fails. */
  private static Scenario staleRed() {
    return Scenario.of(
        "red by the output of an earlier iteration",
        Setting.plan(ONE)
            .baseline(Baseline.OFF)
            .maxIterations(2)
            .check("build", BUILD + "! grep -q broken build/*.src"),
        agent ->
            agent
                .coder("one", 1, ignoring(Act.writes("test.src", "broken").writing("a.src", "a")))
                .coder("one", 2, Act.complete().deleting("test.src")),
        """
        completed, exit 0
        one merged, attempt 1, iteration 2
        joined: one
        .gitignore: build/ | .env
        a.src: a
        coder/one/1/1
        coder/one/1/2
        """);
  }

  private static Scenario onlyInTheWorkingCopy() {
    return Scenario.of(
        "green by a file that only the agent's copy has",
        Setting.plan(ONE).baseline(Baseline.OFF).maxIterations(2).check("env", ". ./.env"),
        agent -> agent.coder("one", ignoring(Act.writes(".env", "KEY=1\n"))),
        """
        failed, exit 1
        one failed, attempt 1, iteration 2
        coder/one/1/1
        coder/one/1/2
        """);
  }

  /** What one tree has left where it was tested must not make another one red. */
  private static Scenario gateOfManyTrees() {
    return Scenario.of(
        "a gate whose trees leave outputs",
        Setting.plan(
                """
                units:
                  - {id: a, task: A.}
                  - {id: b, task: B.}
                  - {id: c, task: C.}
                """)
            .baseline(Baseline.OFF)
            .minSuccess(50)
            .check("build", BUILD + "! { test -e build/a.src && test -e build/b.src; }"),
        agent ->
            agent
                .coder("a", ignoring(Act.writes("a.src", "a")))
                .coder("b", ignoring(Act.writes("b.src", "b")))
                .coder("c", ignoring(Act.writes("c.src", "c"))),
        """
        partial, exit 3
        a merged, attempt 1, iteration 1
        b left_out, attempt 1, iteration 1
        c merged, attempt 1, iteration 1
        joined: a, c
        left out: b, gate with a
        .gitignore: build/ | .env
        a.src: a
        c.src: c
        coder/a/1/1
        coder/b/1/1
        coder/c/1/1
        """);
  }

  private static Setting needing(Baseline baseline) {
    return Setting.plan(ONE).baseline(baseline).check("there", "test -e one.txt");
  }

  private static Scenario redBefore() {
    return Scenario.of(
        "a check that is red before any work",
        needing(Baseline.WARN),
        agent -> {},
        """
        completed, exit 0
        one merged, attempt 1, iteration 1, warnings 1
        joined: one
        one.txt: work of one
        coder/one/1/1
        """);
  }

  private static Scenario redBeforeWhereThatIsRefused() {
    return Scenario.of(
        "a check that is red before any work, where none may be",
        needing(Baseline.REQUIRE),
        agent -> {},
        """
        failed, exit 1
        """);
  }

  private static Scenario redBeforeWhereNobodyLooks() {
    return Scenario.of(
        "a check that is red before any work, where nobody looks",
        needing(Baseline.OFF),
        agent -> {},
        """
        completed, exit 0
        one merged, attempt 1, iteration 1
        joined: one
        one.txt: work of one
        coder/one/1/1
        """);
  }
}
