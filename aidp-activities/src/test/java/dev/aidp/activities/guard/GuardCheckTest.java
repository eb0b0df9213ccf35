package dev.aidp.activities.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.git.TreeDiffs;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.command.GuardFindings;
import dev.aidp.command.GuardFindings.Violation;
import dev.aidp.git.TreeState;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.DiffGuards.Forbidden;
import dev.aidp.run.Work;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents are known to do to files that are not theirs, by real git. */
class GuardCheckTest {

  private static final String AWS = "AKIA" + "Q7RSTUVWXYZ23456";

  @TempDir Path folder;
  private Sandbox sandbox;
  private TreeState start;

  @BeforeEach
  void a_project_with_all_sorts_of_files() throws Exception {
    sandbox = new Sandbox(folder);
    sh(
        """
        mkdir -p .github/workflows src test docs/api
        echo 'on: push' > .github/workflows/ci.yml
        seq 1 40 > src/main.c
        echo 'int x;' > src/other.c
        echo test > test/main_test.c
        echo '<project/>' > pom.xml
        echo lock > yarn.lock
        printf '#!/bin/sh\n' > build.sh; chmod +x build.sh
        printf '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n' > docs/conflicts.txt
        printf 'Seven !\n=======\n' > docs/title.rst
        git add -A
        git -c user.name=me -c user.email=me@example.org commit -qm project
        """);
    start = record();
    assertThat(start.head()).isNotEqualTo(sandbox.commit);
  }

  @Test
  void everyday_work_is_let_through() throws Exception {
    sh("echo 'int y;' >> src/other.c; git mv src/main.c src/renamed.c; rm yarn.lock");

    assertThat(check(DiffGuards.USUAL)).isEqualTo(GuardFindings.NONE);
  }

  @Test
  void a_workflow_of_the_ci_is_edited_or_added() throws Exception {
    sh("echo 'on: never' > .github/workflows/ci.yml; echo x > .github/workflows/mine.yml");

    assertThat(only(protecting(".github")))
        .extracting(Violation::guard, Violation::what)
        .containsExactly(
            "guards.protected",
            ".github/workflows/ci.yml (changed), .github/workflows/mine.yml (new)");
    assertThat(only(protecting(".github")).remedy()).contains(start.head().substring(0, 12));
  }

  @Test
  void a_failing_test_is_deleted() throws Exception {
    sh("rm -r test");

    assertThat(only(protecting("test/")).what()).isEqualTo("test/main_test.c (removed)");
    assertThat(only(DiffGuards.USUAL.withExclude(List.of("**/*_test.c"))).guard())
        .isEqualTo("guards.exclude");
  }

  @Test
  void a_protected_file_is_renamed() throws Exception {
    sh("git mv pom.xml pom-old.xml");

    assertThat(only(protecting("pom.xml")).what()).isEqualTo("pom.xml (removed)");
  }

  @Test
  void a_link_takes_the_place_of_a_protected_file_or_of_the_folder_around_it() throws Exception {
    sh("rm pom.xml; ln -s src/other.c pom.xml; mv .github elsewhere; ln -s elsewhere .github");

    assertThat(only(protecting("pom.xml")).what()).isEqualTo("pom.xml (now a link)");
    assertThat(only(protecting(".github/workflows/ci.yml")).what())
        .isEqualTo(".github/workflows/ci.yml (removed)");
    assertThat(only(protecting(".github")).what()).contains(".github (now a link)");
  }

  @Test
  void a_protected_file_is_hidden_by_one_that_differs_in_case_only() throws Exception {
    sh("echo evil > POM.xml; mkdir -p .GitHub/workflows; echo x > .GitHub/workflows/ci.yml");
    sh("echo evil > 'pom.xml '; printf x > \"$(printf 'pom\\342\\200\\213.xml')\"");

    assertThat(only(protecting("pom.xml", ".github")).what())
        .contains("POM.xml (new)", "pom.xml  (new)", ".GitHub/workflows/ci.yml (new)");
    assertThat(check(DiffGuards.USUAL.withExclude(List.of("*.XML"))).violations()).hasSize(1);
    assertThat(only(DiffGuards.USUAL.withInclude(List.of("pom.xml", ".github"))).what())
        .contains("POM.xml (new)");
  }

  @Test
  void a_mode_and_a_binary_file_are_changes_like_any_other() throws Exception {
    sh("chmod -x build.sh; printf '\\000\\001' > src/other.c");

    assertThat(only(protecting("build.sh")).what()).isEqualTo("build.sh (its mode)");
    assertThat(only(protecting("src")).what()).isEqualTo("src/other.c (changed)");
    assertThat(only(DiffGuards.USUAL.withMaxFiles(1)).what()).startsWith("2 files are changed");
  }

  @Test
  void a_submodule_is_put_to_another_commit() throws Exception {
    sh(
        "git update-index --add --cacheinfo 160000,%s,lib; git write-tree > ../before"
            .formatted("1".repeat(40)));
    sh(
        "git update-index --cacheinfo 160000,%s,lib; git write-tree > ../after"
            .formatted("2".repeat(40)));
    Path worktree = sandbox.worktrees.path(Sandbox.WORK);
    String before = Files.readString(worktree.resolveSibling("before")).strip();
    String after = Files.readString(worktree.resolveSibling("after")).strip();
    sh("cp -r .git/objects/* '%s/.git/objects/'".formatted(folder));

    GuardFindings found =
        new GuardCheck(new TreeDiffs(sandbox.layout))
            .check(protecting("lib"), before, new TreeState(after, before));

    assertThat(found.violations().get(0).what()).isEqualTo("lib (another commit of the submodule)");
  }

  @Test
  void a_lock_file_is_touched() throws Exception {
    sh("echo more >> yarn.lock");

    assertThat(only(DiffGuards.USUAL.withExclude(List.of("**/*.lock"))).what())
        .isEqualTo("yarn.lock (changed)");
    assertThat(check(DiffGuards.USUAL.withConfirm(List.of("yarn.lock"))))
        .isEqualTo(new GuardFindings(List.of(), List.of("yarn.lock")));
  }

  @Test
  void thousands_of_lines_are_generated() throws Exception {
    sh("seq 1 5000 > src/generated.c");

    assertThat(only(DiffGuards.USUAL.withMaxLines(400)).what())
        .isEqualTo("5000 lines are added or removed, at most 400 may be");
    assertThat(check(DiffGuards.USUAL.withMaxLines(5000))).isEqualTo(GuardFindings.NONE);
  }

  /** By an attribute, by one odd byte, on one line. */
  @Test
  void lines_are_counted_whatever_git_is_told_of_the_file() throws Exception {
    sh("echo '*.c -diff -text binary' > .gitattributes; seq 1 5000 > src/generated.c");
    assertThat(only(DiffGuards.USUAL.withMaxLines(400)).what()).startsWith("5001 lines");

    sh("(printf '\\000'; seq 1 5000) > src/generated.c");
    assertThat(only(DiffGuards.USUAL.withMaxLines(400)).what()).startsWith("5001 lines");

    sh("yes 0123456789 | head -c 4194304 | tr '\\n' ' ' > src/generated.c");
    assertThat(only(DiffGuards.USUAL.withMaxLines(400)).guard()).isEqualTo("guards.max_lines");
  }

  @Test
  void lines_that_were_only_moved_are_not_counted_nor_are_those_of_pictures() throws Exception {
    sh("git mv src/main.c src/renamed.c; head -c 500000 /dev/urandom > docs/picture.png");
    sh("(echo first; tac docs/conflicts.txt) > t; mv t docs/conflicts.txt");

    assertThat(check(DiffGuards.USUAL.withMaxLines(1))).isEqualTo(GuardFindings.NONE);
  }

  @Test
  void conflict_markers_are_left_in_a_file() throws Exception {
    sh("printf '<<<<<<< HEAD\\r\\na\\n=======\\nb\\n>>>>>>> other\\n' >> src/other.c");

    Violation found = only(DiffGuards.USUAL);
    assertThat(found.guard()).isEqualTo("guards.forbidden (conflict_markers)");
    assertThat(found.what())
        .isEqualTo("src/other.c:2 (a conflict marker), src/other.c:6 (a conflict marker)");
  }

  /** As in https://github.com/JabRef/jabref/pull/16913. */
  @Test
  void the_marker_of_the_common_ancestor_is_left_alone_in_a_file() throws Exception {
    sh("printf '||||||| 4bcf3776\\n' >> src/other.c; printf '|||||||\\n' >> docs/title.rst");

    assertThat(only(DiffGuards.USUAL).what()).isEqualTo("src/other.c:2 (a conflict marker)");
  }

  /** As in https://github.com/Conway-Research/automaton/pull/365. */
  @Test
  void a_protected_file_is_written_through_a_link_elsewhere() throws Exception {
    sh("ln -s ../pom.xml src/notes; echo evil > src/notes");

    assertThat(only(protecting("pom.xml")).what()).isEqualTo("pom.xml (changed)");
  }

  /** As in https://github.com/massgen/MassGen/issues/1105: even where examples are. */
  @Test
  void a_real_key_in_an_example_of_variables_is_found() throws Exception {
    sh("echo 'OPENAI_API_KEY=sk-proj-%s' > .env.example".formatted("aB3".repeat(15)));

    assertThat(only(DiffGuards.USUAL).what()).isEqualTo(".env.example:1 (a key of OpenAI)");
  }

  @Test
  void conflict_markers_that_were_there_may_be_edited_and_moved() throws Exception {
    sh("git mv docs/conflicts.txt docs/example.txt; echo more >> docs/example.txt");
    sh("printf 'Another\\n=======\\n' >> docs/title.rst");

    assertThat(check(DiffGuards.USUAL)).isEqualTo(GuardFindings.NONE);
  }

  @Test
  void secrets_are_committed() throws Exception {
    sh(
        "echo 'aws_key = \""
            + AWS
            + "\"' > src/config.py; echo 'DB_PASSWORD=hunter2hunter2' > .env");
    sh("echo DB_PASSWORD=hunter2hunter2 > .env.example; echo AKIAIOSFODNN7EXAMPLE > docs/key.md");

    Violation found = only(DiffGuards.USUAL);
    assertThat(found.what())
        .isEqualTo(
            ".env:1 (a secret in a file of variables), src/config.py:1 (an access key of AWS)");
    assertThat(found.toString()).doesNotContain(AWS, "hunter2");
    assertThat(check(DiffGuards.NONE)).isEqualTo(GuardFindings.NONE);
  }

  @Test
  void a_secret_that_an_earlier_commit_of_the_agent_has_is_found_there() throws Exception {
    sh(
        "echo %s > k; git add -A; git -c user.name=a -c user.email=a@b.c commit -qm a; rm k; echo x > y; git add -A; git -c user.name=a -c user.email=a@b.c commit -qm b"
            .formatted(AWS));

    Violation found = only(DiffGuards.USUAL);
    assertThat(found.what()).startsWith("k:1 (an access key of AWS), in a commit of yours");
    assertThat(found.remedy()).contains("git reset --soft " + start.head().substring(0, 12));
  }

  @Test
  void what_a_project_wants_to_see_nowhere_is_found_by_its_own_expressions() throws Exception {
    sh("echo 'x // TODO(me) later' >> src/other.c");

    Violation found = only(DiffGuards.NONE.withForbidden(patterns("todo", "TODO\\(")));
    assertThat(found.guard()).isEqualTo("guards.patterns.todo");
    assertThat(found.what()).isEqualTo("src/other.c:2 (it matches todo)");
  }

  @Test
  void an_expression_that_never_ends_on_a_line_does_not_let_it_through() throws Exception {
    sh("head -c 6000 /dev/zero | tr '\\0' a > src/other.c");

    assertThat(only(DiffGuards.NONE.withForbidden(patterns("slow", "(a|aa)+$b"))).what())
        .isEqualTo("src/other.c:1 (it matches slow)");
  }

  /** The memory of the test would not hold it. */
  @Test
  void a_file_of_hundreds_of_megabytes_is_looked_through_to_its_end() throws Exception {
    sh("(yes 'a line of work' | head -c 220000000; echo; echo %s) > big.txt".formatted(AWS));

    long before = used();
    Violation found = only(DiffGuards.USUAL);

    assertThat(found.what()).startsWith("big.txt:").contains("an access key of AWS");
    assertThat(used() - before).isLessThan(100L << 20);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Forbidden patterns(String name, String pattern) {
    return new Forbidden(List.of(), ImmutableMap.of(name, pattern));
  }

  private static DiffGuards protecting(String... paths) {
    return DiffGuards.USUAL.withProtectedPaths(
        List.of(paths).stream().map(path -> path.replaceAll("/$", "")).toList());
  }

  private Violation only(DiffGuards guards) {
    List<Violation> all = check(guards).violations();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private GuardFindings check(DiffGuards guards) {
    return new GuardCheck(new TreeDiffs(sandbox.layout)).check(guards, start.head(), record());
  }

  private TreeState record() {
    Worktrees.Recorded recorded = sandbox.worktrees.record(Sandbox.WORK);
    return recorded.state();
  }

  private void sh(String script) throws Exception {
    Work work = Sandbox.WORK;
    Path file = folder.resolve("script.sh");
    Files.writeString(file, "set -e\n" + script);
    ProcessBuilder builder =
        new ProcessBuilder("sh", file.toString()).directory(sandbox.worktrees.path(work).toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(sandbox.worktrees.environment(work));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
