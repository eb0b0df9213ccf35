package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in files is what git says; where it may be something else, git is asked. */
class RefFilesTest {

  @TempDir Path folder;
  private TestRepository repository;
  private RefFiles files;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    files = new RefFiles(repository.layout().gitDir());
  }

  private static String lines(Map<String, String> refs) {
    return refs.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining("\n"));
  }

  private String listed() {
    return repository.sh(
        "git for-each-ref --format='%(objectname) %(refname)' refs/heads refs/tags refs/remotes"
            + " refs/notes refs/replace | grep -v ' refs/heads/aidp-units/'");
  }

  @Test
  void all_refs_are_those_that_git_lists_but_for_the_branches_of_units() {
    repository.sh(
        "git branch packed; git branch moved; git tag -a -m one v1; git notes add -m note;"
            + " git update-ref refs/remotes/origin/main HEAD;"
            + " git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main;"
            + " git branch aidp-units/old/u1; git pack-refs --all;"
            + " git commit -q --allow-empty -m more; git branch -f moved; git branch folder/loose;"
            + " git branch folder-2; git branch aidp-units/run/u1; git update-ref refs/aidp/x HEAD;"
            + " touch .git/refs/heads/other.lock");

    assertThat(files.all(Branches.UNITS))
        .hasValueSatisfying(all -> assertThat(lines(all)).isEqualTo(listed()));
  }

  @Test
  void what_is_not_plain_is_left_to_git() {
    assertThat(files.all(Branches.UNITS)).isPresent();
    repository.sh("git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/gone");
    assertThat(files.all(Branches.UNITS)).isEmpty();
    repository.sh("git symbolic-ref -d refs/remotes/origin/HEAD; git branch grün");
    assertThat(files.all(Branches.UNITS)).isEmpty();
    repository.sh("git branch -D grün; mkdir .git/reftable");
    assertThat(files.all(Branches.UNITS)).isEmpty();
    assertThat(files.nobodyStandsOn("refs/heads/none")).isFalse();
  }

  @Test
  void a_branch_is_only_free_if_no_worktree_stands_on_it() {
    Branches branches = new Branches(Git.in(repository.layout().gitDir()));
    repository.sh(
        "git branch free; git branch there; git worktree add -q ../linked there;"
            + " git worktree add -q --detach ../detached; git symbolic-ref refs/heads/also refs/heads/free");

    assertThat(files.nobodyStandsOn("refs/heads/free")).isTrue();
    assertThat(branches.checkedOut("free")).isFalse();
    assertThat(files.nobodyStandsOn("refs/heads/there")).isFalse();
    assertThat(branches.checkedOut("there")).isTrue();
    assertThat(branches.checkedOut("main")).isTrue();

    repository.sh("git -C ../detached symbolic-ref HEAD refs/heads/also");

    assertThat(files.nobodyStandsOn("refs/heads/free")).isFalse();
    assertThat(branches.checkedOut("free")).isTrue();
  }
}
