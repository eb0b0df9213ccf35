package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryTest {

  @TempDir Path folder;
  TestRepository made;
  Repository repository;

  @BeforeEach
  void make() throws IOException {
    made = TestRepository.in(folder);
    repository = new Repository(made.layout());
  }

  @Test
  void resolves_what_names_a_commit() {
    made.sh("git tag -a -m x v1; git checkout -q --detach");

    assertThat(repository.resolveCommit("v1")).isEqualTo(made.head());
    assertThat(repository.resolveCommit("HEAD")).isEqualTo(made.head());
  }

  @Test
  void head_is_that_of_the_worktree_one_stands_in() {
    made.sh(
        "git worktree add -q ../linked -b linked; git -C ../linked commit -q --allow-empty -m x");
    Repository linked = new Repository(made.layout(), made.top().resolveSibling("linked"));

    assertThat(linked.resolveCommit("HEAD")).isEqualTo(made.sh("git rev-parse linked"));
    assertThat(repository.resolveCommit("HEAD")).isEqualTo(made.head());
  }

  @ParameterizedTest
  @CsvSource({"nothing", "HEAD:file.txt", "--all", "''"})
  void refuses_what_names_none(String ref) {
    assertThatThrownBy(() -> repository.resolveCommit(ref))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.where()).isEqualTo("base"));
  }

  @ParameterizedTest
  @CsvSource({
    "main,The branch main exists",
    "aidp/x,The branch aidp blocks",
    "a,The branch a/b/c blocks",
    "a/b/c/d/e,The branch a/b/c blocks",
    "-x,not one for a branch",
    "x..y,not one for a branch",
    "'',not one for a branch",
    "HEAD,not one for a branch",
    "x.lock,not one for a branch"
  })
  void refuses_a_branch_that_cannot_be_made(String branch, String why) {
    made.sh("git branch aidp; git branch a/b/c");

    assertThatThrownBy(() -> repository.checkBranchFree(branch))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why);
  }

  @Test
  void takes_a_branch_that_is_free() {
    repository.checkBranchFree("aidp/x");
    repository.checkBranchFree("ü/x");

    assertThat(repository.branchExists("main")).isTrue();
    assertThat(repository.branchExists("aidp/x")).isFalse();
  }

  @Test
  void knows_what_is_checked_out_anywhere() {
    made.sh("git branch free; git worktree add -q ../linked -b linked");

    assertThat(repository.checkedOut("main")).isTrue();
    assertThat(repository.checkedOut("linked")).isTrue();
    assertThat(repository.checkedOut("free")).isFalse();
  }

  @Test
  void commits_as_aidp_where_nobody_is_configured() {
    Git git =
        Git.in(made.layout().gitDir())
            .with("GIT_CONFIG_GLOBAL", "/dev/null")
            .with("GIT_CONFIG_NOSYSTEM", "1");
    assertThat(Identity.of(git).missing()).isEmpty();

    made.sh("git config --unset user.name; git config --unset user.email");

    assertThat(Identity.of(git).missing())
        .containsEntry("GIT_AUTHOR_NAME", "aidp")
        .containsEntry("GIT_AUTHOR_EMAIL", "aidp@localhost")
        .containsEntry("GIT_COMMITTER_NAME", "aidp")
        .containsEntry("GIT_COMMITTER_EMAIL", "aidp@localhost");
  }

  @Test
  void tips_are_those_of_local_branches_first_and_come_as_they_are_named() {
    made.sh("git branch b; git update-ref refs/remotes/origin/c HEAD; git branch a");

    assertThat(repository.tips(List.of("b", "origin/c", "a")).keySet())
        .containsExactly("b", "origin/c", "a");
    assertThat(repository.tips(List.of("a")).get("a"))
        .isEqualTo(new Repository.Tip(made.head(), "start"));
  }

  @ParameterizedTest
  @CsvSource({"nobody,There is no branch nobody", "main;main,The branch main is named twice"})
  void branches_that_cannot_be_merged_are_named(String names, String message) {
    assertThatThrownBy(() -> repository.tips(List.of(names.split(";"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_branch_is_moved_if_it_is_there_and_checked_out_nowhere() {
    made.sh("git branch there; git worktree add -q ../linked -b linked");

    assertThat(repository.movable("there")).contains(made.head());
    assertThat(repository.movable("new")).isEmpty();
    for (String checkedOut : List.of("main", "linked")) {
      assertThatThrownBy(() -> repository.movable(checkedOut))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("is checked out");
    }
    assertThatThrownBy(() -> repository.movable("main/below")).isInstanceOf(UsageException.class);
  }
}
