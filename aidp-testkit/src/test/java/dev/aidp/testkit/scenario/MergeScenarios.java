package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.util.List;

/** How finished units join. */
final class MergeScenarios {

  private static final String PAIR =
      "units: [{id: left, task: One side.}, {id: right, task: The other side.}]";

  private MergeScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        conflictLeftOut(),
        conflictSettled(),
        settledAsInAnEarlierRun(),
        deletedAndNotDecided(),
        deletedAndDecided(),
        redTogether(),
        redInThrees(),
        redOnceOnly(),
        reworked(),
        reworkedInVain(),
        dependencyClash(),
        optionalUnit(),
        partly());
  }

  private static void clashing(ScriptedAgent agent) {
    agent
        .coder("left", Act.writes("both.txt", "left\n"))
        .coder("right", Act.writes("both.txt", "right\n"));
  }

  private static Scenario conflictLeftOut() {
    return Scenario.of(
        "conflict left out",
        Setting.plan(PAIR).minSuccess(50),
        MergeScenarios::clashing,
        """
        partial, exit 3
        left merged, attempt 1, iteration 1
        right left_out, attempt 1, iteration 1
        joined: left
        conflict of left, right in both.txt: none
        left out: right, conflict with left in both.txt
        both.txt: left
        coder/left/1/1
        coder/right/1/1
        resolver/right/2/1
        resolver/right/2/2
        """);
  }

  private static Scenario conflictSettled() {
    return Scenario.of(
        "conflict settled by the resolver",
        Setting.plan(PAIR),
        agent -> {
          clashing(agent);
          agent.resolver(Act.writes("both.txt", "left\nright\n"));
        },
        """
        completed, exit 0
        left merged, attempt 1, iteration 1
        right merged, attempt 1, iteration 1
        joined: left, right
        conflict of left, right in both.txt: resolver
        both.txt: left | right
        coder/left/1/1
        coder/right/1/1
        resolver/right/2/1
        """);
  }

  private static Scenario settledAsInAnEarlierRun() {
    return Scenario.of(
            "conflict settled as in an earlier run",
            Setting.plan(PAIR).anew(),
            agent -> {
              clashing(agent);
              agent.resolver(Act.writes("both.txt", "left\nright\n"));
            },
            """
            completed, exit 0
            left merged, attempt 1, iteration 1
            right merged, attempt 1, iteration 1
            joined: left, right
            conflict of left, right in both.txt: memory
            both.txt: left | right
            coder/left/1/1 x2
            coder/right/1/1 x2
            resolver/right/2/1
            """)
        .twice();
  }

  private static final String EDITED_AND_DELETED =
      "units: [{id: edits, task: Edit it.}, {id: deletes, task: Delete it., required: false}]";

  private static void editedAndDeleted(ScriptedAgent agent) {
    agent
        .coder("edits", Act.writes("README.md", "edited\n"))
        .coder("deletes", Act.complete().deleting("README.md"));
  }

  private static Scenario deletedAndNotDecided() {
    return Scenario.of(
        "a resolver that does nothing settles no conflict without markers",
        Setting.plan(EDITED_AND_DELETED).unchecked(),
        agent -> {
          editedAndDeleted(agent);
          agent.resolver(Act.complete());
        },
        """
        completed, exit 0
        edits merged, attempt 1, iteration 1, warnings 1
        deletes left_out, attempt 1, iteration 1, warnings 1
        joined: edits
        conflict of edits, deletes in README.md: none
        left out: deletes, conflict with edits in README.md
        README.md: edited
        coder/deletes/1/1
        coder/edits/1/1
        resolver/deletes/2/1
        resolver/deletes/2/2
        """);
  }

  private static Scenario deletedAndDecided() {
    return Scenario.of(
        "a resolver keeps an edited file by an act",
        Setting.plan(EDITED_AND_DELETED).unchecked(),
        agent -> {
          editedAndDeleted(agent);
          agent.resolver(Act.complete().shell("git add README.md"));
        },
        """
        completed, exit 0
        edits merged, attempt 1, iteration 1, warnings 1
        deletes merged, attempt 1, iteration 1, warnings 1
        joined: edits, deletes
        conflict of edits, deletes in README.md: resolver
        README.md: edited
        coder/deletes/1/1
        coder/edits/1/1
        resolver/deletes/2/1
        """);
  }

  private static Scenario redTogether() {
    return Scenario.of(
        "check red on the merged tree",
        Setting.plan(PAIR)
            .minSuccess(50)
            .check("apart", "! { test -e left.txt && test -e right.txt; }"),
        agent -> {},
        """
        partial, exit 3
        left merged, attempt 1, iteration 1
        right left_out, attempt 1, iteration 1
        joined: left
        left out: right, gate with left
        left.txt: work of left
        coder/left/1/1
        coder/right/1/1
        """);
  }

  private static Scenario redInThrees() {
    return Scenario.of(
        "check red with three units only",
        Setting.plan(
                """
                units:
                  - {id: a, task: A.}
                  - {id: b, task: B.}
                  - {id: c, task: C.}
                  - {id: d, task: D.}
                  - {id: e, task: E.}
                """)
            .check("apart", "! { test -e a.txt && test -e c.txt && test -e d.txt; }"),
        agent -> {},
        """
        partial, exit 3
        a merged, attempt 1, iteration 1
        b merged, attempt 1, iteration 1
        c merged, attempt 1, iteration 1
        d left_out, attempt 1, iteration 1
        e merged, attempt 1, iteration 1
        joined: a, b, c, e
        left out: d, gate with a, c
        a.txt: work of a
        b.txt: work of b
        c.txt: work of c
        e.txt: work of e
        coder/a/1/1
        coder/b/1/1
        coder/c/1/1
        coder/d/1/1
        coder/e/1/1
        """);
  }

  /** The first look at the merged tree fails; that it did is noted outside the worktree. */
  private static Scenario redOnceOnly() {
    return Scenario.of(
            "a gate that cannot be relied on",
            Setting.plan(PAIR)
                .check(
                    "nervous",
                    "! { test -e left.txt && test -e right.txt; } || ! mkdir \"$AIDP_ARTIFACTS/../seen\""),
            agent -> {},
            """
        completed, exit 0
        left merged, attempt 1, iteration 1
        right merged, attempt 1, iteration 1
        joined: left, right
        flaky: nervous with left, right
        left.txt: work of left
        right.txt: work of right
        coder/left/1/1
        coder/right/1/1
        """)
        .uncloned("its check is red once, which it notes in a folder of the run");
  }

  private static Setting backOnce() {
    return Setting.plan(
            """
            units:
              - {id: left, task: One side.}
              - {id: right, task: The other side.}
              - {id: top, task: On the right one., depends_on: [right]}
            """)
        .minSuccess(30)
        .rework(1)
        .check(
            "apart", "! { test -e left.txt && test -e right.txt; } || test -e both-are-fine.txt");
  }

  private static Scenario reworked() {
    return Scenario.of(
        "red work goes back to its agent",
        backOnce(),
        agent -> agent.rule("coder/right/2/*/*", Act.writes("both-are-fine.txt", "mended")),
        """
        completed, exit 0
        left merged, attempt 1, iteration 1
        right merged, attempt 2, iteration 1
        top merged, attempt 1, iteration 1
        joined: left, right, top
        both-are-fine.txt: mended
        left.txt: work of left
        right.txt: work of right
        top.txt: work of top
        coder/left/1/1
        coder/right/1/1
        coder/right/2/1
        coder/top/1/1
        """);
  }

  private static Scenario reworkedInVain() {
    return Scenario.of(
        "red work goes back to an agent that cannot mend it",
        backOnce(),
        agent -> agent.rule("coder/right/2/*/*", Act.fails(1, "permanent error: cannot")),
        """
        partial, exit 3
        left merged, attempt 1, iteration 1
        right left_out, attempt 2, iteration 1
        top left_out, attempt 1, iteration 1
        joined: left
        left out: right, gate with left
        left out: top, dependency with right
        left.txt: work of left
        coder/left/1/1
        coder/right/1/1
        coder/right/2/1
        coder/top/1/1
        """);
  }

  private static Scenario dependencyClash() {
    return Scenario.of(
        "dependencies that clash",
        Setting.plan(
                """
                units:
                  - {id: left, task: One side.}
                  - {id: right, task: The other side.}
                  - {id: top, task: On both., depends_on: [left, right]}
                """)
            .minSuccess(30),
        MergeScenarios::clashing,
        """
        partial, exit 3
        left merged, attempt 1, iteration 1
        right left_out, attempt 1, iteration 1
        top skipped, attempt 0, iteration 0
        joined: left
        conflict of left, right in both.txt: none
        left out: right, conflict with left in both.txt
        both.txt: left
        coder/left/1/1
        coder/right/1/1
        resolver/right/1/1
        resolver/right/1/2
        """);
  }

  private static Scenario optionalUnit() {
    return Scenario.of(
        "an optional unit fails",
        Setting.plan("units: [{id: must, task: Needed.}, {id: may, task: Nice., required: false}]"),
        agent -> agent.coder("may", Act.fails(1, "permanent error: cannot")),
        """
        completed, exit 0
        must merged, attempt 1, iteration 1
        may failed, attempt 1, iteration 1
        joined: must
        must.txt: work of must
        coder/may/1/1
        coder/must/1/1
        """);
  }

  private static Scenario partly() {
    return Scenario.of(
        "four of five are enough",
        Setting.plan(
            """
            units:
              - {id: a, task: A.}
              - {id: b, task: B.}
              - {id: c, task: C.}
              - {id: d, task: D.}
              - {id: e, task: E.}
            """),
        agent -> agent.coder("c", Act.fails(1, "permanent error: cannot")),
        """
        partial, exit 3
        a merged, attempt 1, iteration 1
        b merged, attempt 1, iteration 1
        c failed, attempt 1, iteration 1
        d merged, attempt 1, iteration 1
        e merged, attempt 1, iteration 1
        joined: a, b, d, e
        a.txt: work of a
        b.txt: work of b
        d.txt: work of d
        e.txt: work of e
        coder/a/1/1
        coder/b/1/1
        coder/c/1/1
        coder/d/1/1
        coder/e/1/1
        """);
  }
}
