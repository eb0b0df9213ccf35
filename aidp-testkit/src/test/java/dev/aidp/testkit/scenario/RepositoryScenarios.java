package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.repo.LivedIn;
import dev.aidp.testkit.repo.SampleRepository;
import java.util.List;

/** Repositories of kinds that need care. */
final class RepositoryScenarios {

  private RepositoryScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(
        filters(),
        submodule(),
        fifo(),
        usual("a sparse main checkout", "git sparse-checkout set --no-cone /README.md"),
        usual("a shallow clone", replacedBy("git clone -q --depth 1 --no-checkout")),
        usual(
            "a partial clone whose remote is gone",
            replacedBy("git clone -q --filter=blob:none --no-checkout")));
  }

  /**
   * Files that are not stored as their attributes want are nobody's change: who does nothing is not
   * done, units that change other files do not conflict, and the result keeps them as they are.
   */
  private static Scenario filters() {
    return Scenario.of(
            "files that are not stored as their attributes want",
            Setting.plan(
                    """
                    units:
                      - {id: one, task: One.}
                      - {id: two, task: Two.}
                      - {id: edit, task: Edit a file that has a filter.}
                      - {id: idle, task: Do nothing.}
                    """)
                .maxIterations(2)
                .minSuccess(50),
            agent ->
                agent
                    .coder("idle", Act.complete())
                    .coder("edit", Act.writes("edited.up", "edited\n")),
            """
            partial, exit 3
            one merged, attempt 1, iteration 1
            two merged, attempt 1, iteration 1
            edit merged, attempt 1, iteration 1
            idle failed, attempt 1, iteration 2
            joined: one, two, edit
            edited.up: EDITED
            one.txt: work of one
            two.txt: work of two
            coder/edit/1/1
            coder/idle/1/1
            coder/idle/1/2
            coder/one/1/1
            coder/two/1/1
            """)
        .in(RepositoryScenarios::strangelyStored);
  }

  private static void strangelyStored(SampleRepository repository) {
    repository
        .write("raw.up", "raw\n")
        .write("edited.up", "raw\n")
        .write("crlf.md", "one\r\ntwo\r\n")
        .write("picture.bin", "a large picture\n")
        .commitAll("Before there were attributes");
    repository.write(".gitattributes", "*.up filter=upper\n*.md text\n*.bin filter=lfs -text\n");
    repository.git("config", "filter.upper.clean", "tr a-z A-Z");
    repository.git("config", "filter.upper.smudge", "cat");
    repository.git("config", "filter.lfs.clean", "sha256sum");
    repository.git("config", "filter.lfs.smudge", "cat");
    repository.git("config", "filter.lfs.required", "true");
    repository.git("add", ".gitattributes");
    repository.git("commit", "--quiet", "--message", "Attributes");
  }

  /** The submodule is populated from the user's own copy: where it came from is gone. */
  private static Scenario submodule() {
    return Scenario.of(
            "a submodule whose origin is gone",
            Setting.plan("units: [{id: reader, task: Read.}]")
                .check("library", "grep -q library lib/lib.txt"),
            agent -> agent.coder("reader", Act.complete().shell("cp lib/lib.txt copy.txt")),
            """
            completed, exit 0
            reader merged, attempt 1, iteration 1
            joined: reader
            copy.txt: library
            coder/reader/1/1
            """)
        .in(
            repository -> {
              LivedIn.furnish(repository);
              repository.sh("rm -rf ../library");
            })
        .uncloned("a clone needs the submodule's origin");
  }

  private static Scenario fifo() {
    return Scenario.of(
        "a tracked file becomes a FIFO",
        Setting.plan("units: [{id: pipe, task: Lay a pipe.}]"),
        agent ->
            agent
                .coder("pipe", 1, Act.complete().shell("rm README.md; mkfifo README.md"))
                .coder(
                    "pipe",
                    Act.complete()
                        .shell(
                            "grep -q README.md \"$prompt\" && rm -f README.md && echo good > README.md")),
        """
        completed, exit 0
        pipe merged, attempt 1, iteration 2
        joined: pipe
        README.md: good
        coder/pipe/1/1
        coder/pipe/1/2
        """);
  }

  private static Scenario usual(String name, String script) {
    return Scenario.of(
            name,
            Setting.plan("units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]")
                .check("whole", "test -e docs/c.txt && test -e a.txt"),
            agent -> agent.coder("two", Act.writes("docs/c.txt", "two\n")),
            """
            completed, exit 0
            one merged, attempt 1, iteration 1
            two merged, attempt 1, iteration 1
            joined: one, two
            docs/c.txt: two
            one.txt: work of one
            coder/one/1/1
            coder/two/1/1
            """)
        .in(
            repository -> {
              repository.write("a.txt", "a\n").write("docs/c.txt", "c\n").commitAll("More");
              repository.sh(script);
            });
  }

  /** All of the tree is there after a checkout, and then the repository that it came from goes. */
  private static String replacedBy(String clone) {
    return "git clone -q --bare . ../from.git && git -C ../from.git config uploadpack.allowFilter true"
        + " && rm -rf .git && "
        + clone
        + " \"file://$PWD/../from.git\" ../clone && mv ../clone/.git . && git reset -q --hard"
        + " && git config user.name A && git config user.email a@example.org && rm -rf ../from.git";
  }
}
