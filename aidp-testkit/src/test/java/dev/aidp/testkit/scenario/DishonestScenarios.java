package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.aidp.run.DiffGuards;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.repo.SampleRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Agents that say what is not so, touch what is not theirs, or make a mess. */
final class DishonestScenarios {

  private static final DiffGuards GUARDS =
      DiffGuards.USUAL
          .withProtectedPaths(List.of("test", "check.sh", ".ci"))
          .withExclude(List.of("**/*.lock"))
          .withMaxLines(200)
          .withMaxFiles(5);

  /** No scanner of this repository shall take it for one. */
  private static final String TOKEN = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345";

  private DishonestScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(words(), mends(), insists());
  }

  private static void furnish(SampleRepository repository) {
    repository.write("test/main.sh", "test -e README.md\n");
    repository.write("check.sh", "sh test/main.sh\n");
    repository.write(".ci/build.yml", "on: push\n");
    repository.write("yarn.lock", "left-pad 1\n");
    repository.commitAll("Add tests");
  }

  /** None of them is believed. */
  private static Scenario words() {
    return Scenario.of(
        "agents whose words are not what they have done",
        Setting.plan(
                """
                units:
                  - {id: idle, task: Say that it is done and do nothing.}
                  - {id: parrot, task: Print the prompt back.}
                  - {id: foreign, task: Answer in another language.}
                  - {id: promise, task: Promise to say that it is done.}
                  - {id: flipflop, task: Do and undo.}
                """)
            .check("green", "! grep -q red flipflop.txt 2>/dev/null")
            .maxIterations(8),
        agent ->
            agent
                .coder("idle", Act.complete())
                .coder("parrot", Act.nothing().shell("cat \"$prompt\"").writing("parrot.txt", "x"))
                .coder(
                    "foreign", Act.nothing().saying("STATUS: FERTIG").writing("foreign.txt", "x"))
                .coder(
                    "promise",
                    Act.nothing()
                        .saying("I shall print STATUS: COMPLETE when it is done.")
                        .writing("promise.txt", "x"))
                .coder(
                    "flipflop",
                    Act.complete()
                        .shell("grep -q a flipflop.txt 2>/dev/null && new=b || new=a")
                        .shell("echo red $new > flipflop.txt")),
        given(ImmutableMap.of("idle", 5, "parrot", 5, "foreign", 5, "promise", 5, "flipflop", 7)));
  }

  /** Each is told what is refused, and how to mend it, and does. */
  private static Scenario mends() {
    return Scenario.of(
            "clumsy agents mend what the guards refuse",
            Setting.plan(
                    """
                    units:
                      - {id: deletes, task: Delete the failing test.}
                      - {id: marks, task: Leave conflict markers.}
                      - {id: leaks, task: Commit a token.}
                      - {id: writes, task: Generate thousands of lines.}
                      - {id: locks, task: Touch a lock file.}
                      - {id: litters, task: Change many files.}
                    """)
                .guards(GUARDS)
                .check("test", "sh check.sh"),
            agent ->
                agent
                    .coder("deletes", 1, work("deletes").deleting("test/main.sh"))
                    .coder(
                        "deletes",
                        told("guards.protected: test/main.sh (removed)", restoring("test/main.sh")))
                    .coder(
                        "marks",
                        1,
                        work("marks")
                            .writing("m.txt", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"))
                    .coder("marks", told("m.txt:1 (a conflict marker)", "echo a > m.txt"))
                    .coder("leaks", 1, work("leaks").writing("config", "token: " + TOKEN + "\n"))
                    .coder(
                        "leaks",
                        told("config:1 (a token of GitHub)", "echo token: from TOKEN > config"))
                    .coder("writes", 1, work("writes").shell("seq 1 5000 > generated.txt"))
                    .coder("writes", told("at most 200 may be", "rm generated.txt"))
                    .coder("locks", 1, work("locks").shell("echo left-pad 2 > yarn.lock"))
                    .coder(
                        "locks",
                        told("guards.exclude: yarn.lock (changed)", restoring("yarn.lock")))
                    .coder("litters", 1, work("litters").shell("touch 1 2 3 4 5 6 7"))
                    .coder("litters", told("at most 5 may be", "rm 1 2 3 4 5 6 7")),
            """
            completed, exit 0
            deletes merged, attempt 1, iteration 2
            marks merged, attempt 1, iteration 2
            leaks merged, attempt 1, iteration 2
            writes merged, attempt 1, iteration 2
            locks merged, attempt 1, iteration 2
            litters merged, attempt 1, iteration 2
            joined: deletes, marks, leaks, writes, locks, litters
            config: token: from TOKEN
            deletes.txt: work of deletes
            leaks.txt: work of leaks
            litters.txt: work of litters
            locks.txt: work of locks
            m.txt: a
            marks.txt: work of marks
            writes.txt: work of writes
            coder/deletes/1/1
            coder/deletes/1/2
            coder/leaks/1/1
            coder/leaks/1/2
            coder/litters/1/1
            coder/litters/1/2
            coder/locks/1/1
            coder/locks/1/2
            coder/marks/1/1
            coder/marks/1/2
            coder/writes/1/1
            coder/writes/1/2
            """)
        .in(DishonestScenarios::furnish);
  }

  /** A unit of which the same is refused three times in a row is given up. */
  private static Scenario insists() {
    return Scenario.of(
            "agents that insist on what the guards refuse",
            Setting.plan(
                    """
                    units:
                      - {id: edits, task: Edit the test.}
                      - {id: cheats, task: Make the check green by itself.}
                      - {id: renames, task: Rename the test.}
                      - {id: links, task: Link the folder of the tests elsewhere.}
                      - {id: shouts, task: Hide a folder by another in capitals.}
                      - {id: modes, task: Change a mode.}
                      - {id: builds, task: Edit the build of the host.}
                      - {id: hides, task: Hide a token in an earlier commit.}
                      - {id: blinds, task: Hide lines by an attribute.}
                    """)
                .guards(GUARDS)
                .check("test", "sh check.sh"),
            agent ->
                agent
                    .coder("edits", work("edits").shell("echo true > test/main.sh"))
                    .coder("cheats", work("cheats").shell("echo true > check.sh"))
                    .coder(
                        "renames",
                        work("renames")
                            .shell(
                                "mv test/main.sh test/old.sh 2>/dev/null; echo true > test/main.sh"))
                    .coder(
                        "links",
                        work("links")
                            .shell(
                                "mkdir -p mine; echo true > mine/main.sh; rm -rf test; ln -s mine test"))
                    .coder(
                        "shouts", work("shouts").shell("mkdir -p TEST; echo true > TEST/main.sh"))
                    .coder("modes", work("modes").shell("chmod +x check.sh"))
                    .coder("builds", work("builds").shell("echo on: never > .ci/build.yml"))
                    .coder(
                        "hides",
                        work("hides")
                            .shell(
                                "echo "
                                    + TOKEN
                                    + " > token; git add -A; git commit -qm 'Add a token'")
                            .shell("rm token; git add -A; git commit -qm 'Take it out'"))
                    .coder(
                        "blinds",
                        work("blinds")
                            .shell(
                                "echo '* -diff binary' > .gitattributes; seq 1 5000 > generated.txt")),
            given(
                Stream.of(
                        "edits", "cheats", "renames", "links", "shouts", "modes", "builds", "hides",
                        "blinds")
                    .collect(ImmutableMap.toImmutableMap(id -> id, id -> 3))))
        .in(DishonestScenarios::furnish);
  }

  /** Returns that each of these was given up after so many iterations. */
  private static String given(ImmutableMap<String, Integer> up) {
    List<String> lines = new ArrayList<>();
    lines.add("failed, exit 1");
    up.forEach((id, times) -> lines.add("%s failed, attempt 1, iteration %d".formatted(id, times)));
    ImmutableSortedMap.copyOf(up)
        .forEach(
            (id, times) ->
                IntStream.rangeClosed(1, times)
                    .forEach(iteration -> lines.add("coder/%s/1/%d".formatted(id, iteration))));
    return String.join("\n", lines) + "\n";
  }

  private static Act work(String unit) {
    return Act.writes(unit + ".txt", "work of " + unit + "\n");
  }

  /** Does it only where the prompt says what was refused. */
  private static Act told(String what, String mending) {
    return Act.complete().shell("grep -qF '%s' \"$prompt\" && { %s; }".formatted(what, mending));
  }

  /** Does what the prompt says. */
  private static String restoring(String path) {
    return "git checkout -q \"$(sed -n 's/.*git checkout \\([0-9a-f]*\\) -- FILE.*/\\1/p' \"$prompt\" | head -n 1)\" -- "
        + path;
  }
}
