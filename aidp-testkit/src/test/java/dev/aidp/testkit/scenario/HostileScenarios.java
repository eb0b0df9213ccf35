package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.agent.Shell;
import dev.aidp.testkit.repo.LivedIn;
import java.util.List;
import java.util.stream.IntStream;

/** Agents that do to git what the user would not want done to the repository. */
final class HostileScenarios {

  private static final int SEQUENCES = 10;
  private static final int FETCHING = 6;
  private static final long FIRST_SEED = 1_001;

  private HostileScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        reachesForTheUsers(),
        hookThatMakesBare(),
        astray(),
        anyCommands(),
        hiddenEdits(),
        fetches());
  }

  /** What linked worktrees would share with the user. */
  private static Scenario reachesForTheUsers() {
    return Scenario.of(
            "agents reach for what is the user's",
            Setting.plan(
                """
                units:
                  - {id: stash, task: Pop.}
                  - {id: settings, task: Set.}
                  - {id: branches, task: Move.}
                  - {id: objects, task: Collect.}
                  - {id: exclude, task: Hide.}
                """),
            agent ->
                agent
                    .coder("stash", hostile("git stash pop; git stash clear", "stash"))
                    .coder(
                        "settings",
                        hostile(
                            "git config user.name Robot; git remote add other /nowhere;"
                                + " git config core.hooksPath /nowhere; git config core.bare true",
                            "settings"))
                    .coder(
                        "branches",
                        hostile(
                            "git branch -f merged HEAD; git branch -D topic; git tag -f v1;"
                                + " git update-ref refs/heads/main HEAD~1",
                            "branches"))
                    .coder(
                        "objects",
                        hostile(
                            "git reflog expire --all --expire=now; git gc -q --prune=now;"
                                + " git worktree prune --expire=now",
                            "objects"))
                    .coder(
                        "exclude",
                        hostile(
                            "echo '*.o' >> \"$(git rev-parse --git-path info/exclude)\";"
                                + " echo 'exit 1' > \"$(git rev-parse --git-path hooks)/pre-push\"",
                            "exclude")),
            """
            completed, exit 0
            stash merged, attempt 1, iteration 1
            settings merged, attempt 1, iteration 1
            branches merged, attempt 1, iteration 1
            objects merged, attempt 1, iteration 1
            exclude merged, attempt 1, iteration 1
            joined: stash, settings, branches, objects, exclude
            branches.txt: work of branches
            exclude.txt: work of exclude
            objects.txt: work of objects
            settings.txt: work of settings
            stash.txt: work of stash
            coder/branches/1/1
            coder/exclude/1/1
            coder/objects/1/1
            coder/settings/1/1
            coder/stash/1/1
            """)
        .in(LivedIn::furnish);
  }

  /**
   * Git gives hooks GIT_DIR: a test that a hook runs takes the user's for the repository it makes.
   */
  private static Scenario hookThatMakesBare() {
    return Scenario.of(
            "a hook makes a repository while it has GIT_DIR",
            Setting.plan("units: [{id: one, task: Commit.}]"),
            agent ->
                agent.coder(
                    "one",
                    Act.writes("one.txt", "one\n").shell("git add -A; git commit -q -m one")),
            """
            completed, exit 0
            one merged, attempt 1, iteration 1
            joined: one
            one.txt: one
            coder/one/1/1
            """)
        .in(
            repository -> {
              repository.write(
                  ".git/hooks/pre-commit", "#!/bin/sh\ncd \"$(mktemp -d)\" && git init -q .\n");
              repository.sh("chmod +x .git/hooks/pre-commit");
            });
  }

  /** The second prompt says where the work went; that it is there no more lets the user be. */
  private static Scenario astray() {
    return Scenario.of(
        "an agent works in the user's checkout",
        Setting.plan("units: [{id: one, task: Work.}]"),
        agent ->
            agent
                .coder(
                    "one",
                    1,
                    Act.complete().shell("echo astray > \"${home%/agent}/repository/one.txt\""))
                .coder(
                    "one",
                    Act.complete()
                        .shell(
                            "grep -q 'main checkout while a turn ran: one.txt' \"$prompt\" && echo one > one.txt")
                        .shell("rm \"${home%/agent}/repository/one.txt\"")),
        """
        completed, exit 0
        one merged, attempt 1, iteration 2, warnings 1
        joined: one
        one.txt: one
        coder/one/1/1
        coder/one/1/2
        """);
  }

  private static Scenario anyCommands() {
    List<String> ids = IntStream.range(0, SEQUENCES).mapToObj(n -> "u" + n).toList();
    StringBuilder plan = new StringBuilder("units:\n");
    StringBuilder states = new StringBuilder("completed, exit 0\n");
    StringBuilder rest = new StringBuilder("joined: " + String.join(", ", ids) + "\n");
    ids.forEach(id -> plan.append("  - {id: ").append(id).append(", task: Odd.}\n"));
    ids.forEach(id -> states.append(id).append(" merged, attempt 1, iteration 1\n"));
    ids.forEach(id -> rest.append(id).append(".txt: work of ").append(id).append('\n'));
    ids.forEach(id -> rest.append("coder/").append(id).append("/1/1\n"));
    return Scenario.of(
            "agents run any git commands",
            Setting.plan(plan.toString()),
            HostileScenarios::anyCommands,
            states.append(rest).toString())
        .in(LivedIn::furnish);
  }

  private static void anyCommands(ScriptedAgent agent) {
    for (int n = 0; n < SEQUENCES; n++) {
      agent.coder(
          "u" + n, hostile(GitCommands.script(GitCommands.sequence(FIRST_SEED + n)), "u" + n));
    }
  }

  /** The commands, whatever comes of them; then the files as they were, and the unit's work. */
  private static Act hostile(String commands, String unit) {
    return Act.complete()
        .shell("LIBRARY=" + Shell.quoted("/nowhere"))
        .shell("(" + commands + "\n) >/dev/null 2>&1 || :")
        .shell("find . -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} +; mkdir lib")
        .writing("README.md", "A sample.\n")
        .writing("a.txt", "a\n")
        .writing("b.txt", "b\n")
        .writing("docs/c.txt", "c\n")
        .shell(
            "printf '[submodule \"lib\"]\\n\\tpath = lib\\n\\turl = %s\\n' \"${home%/*}/library\" > .gitmodules")
        .writing(unit + ".txt", "work of " + unit + "\n");
  }

  /** What the check sees and what is committed is the same, whatever the index was told. */
  private static Scenario hiddenEdits() {
    return Scenario.of(
            "edits that the index was told not to see",
            Setting.plan(
                """
                units:
                  - {id: skip, task: Skip., checks: {own: grep -q hidden README.md}}
                  - {id: assume, task: Assume., checks: {own: grep -q hidden a.txt}}
                  - {id: intent, task: Intend., checks: {own: grep -q hidden intent.txt}}
                  - {id: sparse, task: Be sparse., checks: {own: grep -q hidden docs/c.txt}}
                """),
            agent ->
                agent
                    .coder(
                        "skip", hidden("git update-index --skip-worktree README.md", "README.md"))
                    .coder("assume", hidden("git update-index --assume-unchanged a.txt", "a.txt"))
                    .coder("intent", hidden(": > intent.txt; git add -N intent.txt", "intent.txt"))
                    .coder(
                        "sparse",
                        hidden("git sparse-checkout set --no-cone '/*' '!/docs/'", "docs/c.txt")),
            """
            completed, exit 0
            skip merged, attempt 1, iteration 1
            assume merged, attempt 1, iteration 1
            intent merged, attempt 1, iteration 1
            sparse merged, attempt 1, iteration 1
            joined: skip, assume, intent, sparse
            README.md: hidden
            a.txt: hidden
            docs/c.txt: hidden
            intent.txt: hidden
            coder/assume/1/1
            coder/intent/1/1
            coder/skip/1/1
            coder/sparse/1/1
            """)
        .in(LivedIn::furnish);
  }

  private static Act hidden(String command, String path) {
    return Act.complete().shell(command).writing(path, "hidden\n");
  }

  /** Fetches look at the HEAD of each worktree, those too that are just being made. */
  private static Scenario fetches() {
    Setting setting =
        Setting.plan(
                IntStream.range(0, FETCHING)
                    .mapToObj(n -> "  - {id: u" + n + ", task: Fetch.}\n")
                    .reduce("units:\n", String::concat))
            .check("fetched", "! test -s fetch-errors.txt");
    StringBuilder expected = new StringBuilder("completed, exit 0\n");
    IntStream.range(0, FETCHING)
        .forEach(n -> expected.append("u" + n + " merged, attempt 1, iteration 1\n"));
    expected.append("joined: u0, u1, u2, u3, u4, u5\n");
    IntStream.range(0, FETCHING).forEach(n -> expected.append("u" + n + ".txt: fetched\n"));
    IntStream.range(0, FETCHING).forEach(n -> expected.append("coder/u" + n + "/1/1\n"));
    Act fetch =
        Act.complete()
            .shell("for i in 1 2 3 4; do git fetch -q origin 2>> fetch-errors.txt; done")
            .shell("[ -s fetch-errors.txt ] || rm -f fetch-errors.txt")
            .shell("echo fetched > $unit.txt");
    return Scenario.of(
            "agents fetch while other units open",
            setting,
            agent -> agent.rule("coder/*", fetch),
            expected.toString())
        .in(LivedIn::furnish);
  }
}
