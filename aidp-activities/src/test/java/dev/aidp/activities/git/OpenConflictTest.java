package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A conflict is settled by an act that can be seen, whatever kind it is. */
class OpenConflictTest {

  private static final Work WORK = new Work("run", 1, "_merge", 1);

  @TempDir Path folder;
  TestRepository repository;
  Worktrees worktrees;
  TreeState state;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    repository.sh(
        "printf 'a\\0b' > bin; mkdir d; echo doomed > d/doomed; git add -A; git commit -q -m more");
    worktrees = new Worktrees(repository.layout());
  }

  /** Lets the two scripts' commits clash, and lays their conflict before a resolver. */
  private Conflict clash(String ours, String theirs) {
    String base = repository.head();
    String onto = repository.commit(base, ours);
    UnitHead tip = new UnitHead("unit", repository.commit(base, theirs));
    Git git = Git.in(repository.layout().gitDir());
    Conflict conflict =
        ConflictSides.conflict(git, tip, onto, Trial.merge(git, onto, tip.commit()), List.of());
    worktrees.open(WORK, onto);
    state = new TreeState(conflict.marked(), onto);
    worktrees.begin(WORK, state, "turn", conflict);
    return conflict;
  }

  private List<String> faultsAfter(String act) {
    TestRepository.sh(worktrees.path(WORK), act);
    Worktrees.Recorded recorded = worktrees.record(WORK);
    state = recorded.state();
    return recorded.findings().faults();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo more >> d/doomed                | git rm -q d/doomed
          git rm -q d/doomed                   | echo more >> d/doomed
          printf 'a\\0c' > bin                 | printf 'a\\0d' > bin
          printf 'a\\0c' > new                 | printf 'a\\0d' > new
          rm file.txt; ln -s bin file.txt      | echo four >> file.txt
          git mv file.txt one                  | git mv file.txt two
          ln -s a link                         | ln -s b link
          echo a > file.txt; chmod +x file.txt | echo b > file.txt; chmod +x bin
          """)
  void a_turn_that_does_nothing_settles_no_conflict(String ours, String theirs) {
    clash(ours, theirs);

    assertThat(faultsAfter("git status >/dev/null; git diff >/dev/null; ls -R >/dev/null"))
        .isNotEmpty()
        .allMatch(fault -> fault.contains("not decided"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git add d/doomed",
        "git rm -q d/doomed",
        "rm d/doomed",
        "echo other > d/doomed",
        "cp d/doomed x; mv x d/doomed"
      })
  void keeping_writing_or_removing_it_is_a_decision(String act) {
    clash("echo more >> d/doomed", "git rm -q d/doomed");

    assertThat(faultsAfter(act)).isEmpty();
  }

  @Test
  void the_resolver_s_git_shows_the_conflict() {
    clash("echo more >> d/doomed", "git rm -q d/doomed");

    assertThat(TestRepository.sh(worktrees.path(WORK), "git status --porcelain"))
        .isEqualTo("UD d/doomed");
  }

  @Test
  void what_one_turn_has_decided_the_next_one_need_not() {
    Conflict conflict =
        clash(
            "echo more >> d/doomed; printf 'a\\0c' > bin",
            "git rm -q d/doomed; printf 'a\\0d' > bin");

    assertThat(faultsAfter("git add bin")).singleElement().asString().contains("d/doomed");
    worktrees.begin(WORK, state, "turn-2", conflict);
    assertThat(TestRepository.sh(worktrees.path(WORK), "git status --porcelain"))
        .isEqualTo("UD d/doomed");
    assertThat(faultsAfter("git rm -q d/doomed")).isEmpty();
  }

  @Test
  void what_a_turn_did_that_was_cut_off_decides_nothing() {
    Conflict conflict = clash("echo more >> d/doomed", "git rm -q d/doomed");
    TestRepository.sh(worktrees.path(WORK), "git add d/doomed");
    worktrees.tree(WORK);

    worktrees.begin(WORK, state, "turn", conflict);

    assertThat(faultsAfter("true")).singleElement().asString().contains("not decided");
  }

  @Test
  void a_text_with_markers_needs_no_more_than_to_be_written() {
    clash("sed -i s/two/2/ file.txt", "sed -i s/two/zwei/ file.txt");

    assertThat(faultsAfter("printf 'one\\n2 zwei\\nthree\\n' > file.txt")).isEmpty();
  }
}
