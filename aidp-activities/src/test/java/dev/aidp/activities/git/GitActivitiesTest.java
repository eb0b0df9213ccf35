package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.StepFailedException;
import dev.aidp.git.Changes;
import dev.aidp.git.Commit;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitActivitiesTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);
  private static final String BRANCH = "aidp-units/f-csv/model";
  private static final String TASK =
      "\n  Add the row model. Ünïcode, and much more text than fits into one subject line.\n\nMore.\n";

  @TempDir Path folder;
  TestRepository repository;
  GitActivitiesImpl git;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    git =
        new GitActivitiesImpl(
            repository.layout(),
            new Worktrees(repository.layout()),
            (plan, unit) -> TASK,
            work -> {},
            false);
  }

  /** What a unit leaves whose agent ran {@code script}. */
  private TreeState left(String script) {
    Worktrees worktrees = new Worktrees(repository.layout());
    git.open(WORK, repository.head());
    TestRepository.sh(worktrees.path(WORK), script);
    return worktrees.record(WORK).state();
  }

  private Commit work(TreeState state, String replaces) {
    return new Commit(WORK, repository.head(), state, BRANCH, "plan", replaces);
  }

  @Test
  void commits_a_unit_with_its_task_and_trailers() {
    TreeState state = left("echo x > x");

    String commit = git.commit(work(state, null));

    assertThat(repository.sh("git log -1 --format=%B%an " + BRANCH))
        .isEqualTo(
            """
            model: Add the row model. Ünïcode, and much more text than fits into on…

            Aidp-Run: f-csv
            Aidp-Unit: model
            Aidp-Effect: f-csv.1/model.1/commit
            Ada\
            """);
    assertThat(repository.sh("git rev-parse " + BRANCH + " " + BRANCH + "^{tree} " + BRANCH + "^"))
        .isEqualTo(commit + "\n" + state.tree() + "\n" + repository.head());
  }

  @Test
  void commits_once_however_often_it_is_asked() {
    TreeState state = left("echo x > x");

    String first = git.commit(work(state, null));
    var other =
        new GitActivitiesImpl(
            repository.layout(),
            new Worktrees(repository.layout()),
            (plan, unit) -> "in other words",
            work -> {},
            false);
    String second = other.commit(work(state, null));

    assertThat(second).isEqualTo(first);
    assertThat(repository.sh("git rev-list --count main.." + BRANCH)).isEqualTo("1");
  }

  @Test
  void builds_on_what_the_agent_committed_itself() {
    TreeState state = left("echo x > x; git add x; git commit -q -m mine; echo y > y");

    git.commit(work(state, null));

    assertThat(repository.sh("git log --format=%s main.." + BRANCH)).endsWith("\nmine");
  }

  @Test
  void refuses_a_branch_that_another_made_and_leaves_it() {
    TreeState state = left("echo x > x");
    repository.sh("git branch " + BRANCH + " main");

    assertThatThrownBy(() -> git.commit(work(state, null)))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining(BRANCH)
        .hasMessageContaining("did not make");
    assertThat(repository.sh("git rev-parse " + BRANCH)).isEqualTo(repository.head());
  }

  @Test
  void replaces_what_it_is_told_to_replace() {
    TreeState state = left("echo x > x");
    repository.sh("git branch " + BRANCH + " main");

    String commit = git.commit(work(state, repository.head()));

    assertThat(repository.sh("git rev-parse " + BRANCH)).isEqualTo(commit);
  }

  @Test
  void publishes_once_and_only_over_what_it_expects() {
    Work merge = new Work("f-csv", 1, Work.MERGE, 1);
    String commit = repository.commit("main", "echo x > x");
    String other = repository.commit("main", "echo y > y");

    git.publish(merge, "aidp/f-csv", commit, null);
    git.publish(merge, "aidp/f-csv", commit, null);

    assertThat(repository.sh("git rev-parse aidp/f-csv")).isEqualTo(commit);
    assertThatThrownBy(() -> git.publish(merge, "aidp/f-csv", other, null))
        .hasMessageContaining("did not make");
    git.publish(merge, "aidp/f-csv", other, commit);
    assertThat(repository.sh("git rev-parse aidp/f-csv")).isEqualTo(other);
  }

  @Test
  void never_moves_a_branch_that_is_checked_out() throws IOException {
    String commit = repository.commit("main", "echo x > x");
    var before = repository.users();

    assertThatThrownBy(() -> git.publish(WORK, "main", commit, repository.head()))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("checked out");
    assertThat(repository.users()).isEqualTo(before);
  }

  @Test
  void passes_a_lock_that_a_killed_git_left_on_its_branch() throws IOException {
    TreeState state = left("echo x > x");
    repository.sh(
        "mkdir -p .git/refs/heads/aidp-units/f-csv; touch -d '1 hour ago' .git/refs/heads/"
            + BRANCH
            + ".lock");

    String commit = git.commit(work(state, null));

    assertThat(repository.sh("git rev-parse " + BRANCH)).isEqualTo(commit);
  }

  @Test
  void commits_where_the_branch_it_replaces_has_been_deleted() {
    TreeState state = left("echo x > x");

    String commit = git.commit(work(state, repository.head()));

    assertThat(repository.sh("git rev-parse " + BRANCH)).isEqualTo(commit);
  }

  @Test
  void says_what_stands_in_a_branch_s_way() {
    TreeState state = left("echo x > x");
    repository.sh("git branch aidp-units/f-csv");

    assertThatThrownBy(() -> git.commit(work(state, null)))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("aidp-units/f-csv");
  }

  @Test
  void tidies_the_run_s_snapshots_and_no_branch() {
    git.commit(work(left("echo x > x"), null));
    Work other = new Work("f-csv-2", 1, "model", 1);
    git.open(other, repository.head());

    git.close(WORK);
    git.tidy(WORK);
    git.tidy(WORK);

    assertThat(repository.sh("git for-each-ref --format='%(refname)'").lines())
        .containsExactly(
            "refs/aidp/f-csv-2/model/origin",
            "refs/aidp/f-csv/model/states",
            "refs/heads/" + BRANCH,
            "refs/heads/main");
  }

  @Test
  @Timeout(30) // a git that stays and has nothing to say is waited for
  void counts_what_differs_again_and_again() {
    TreeState state = left("printf 'a\\nb\\n' > x; printf 'a\\000b\\n' > bin");

    Changes changes = git.changes(WORK, repository.head(), state.tree());

    assertThat(changes).isEqualTo(new Changes(2, 2, 0));
    assertThat(git.changes(WORK, state.tree(), repository.head())).isEqualTo(new Changes(2, 0, 2));
    assertThat(git.changes(WORK, state.tree(), state.tree())).isEqualTo(Changes.NONE);
    assertThatThrownBy(() -> git.changes(WORK, state.tree(), "0".repeat(40)))
        .isInstanceOf(StepFailedException.class);
  }

  @Test
  void work_that_goes_on_from_a_state_keeps_it_and_its_turn_finds_it() throws IOException {
    TreeState state = left("echo x > x; rm -f gone");
    Work next = new Work("f-csv", 2, "model", 2);
    Worktrees worktrees = new Worktrees(repository.layout());
    git.close(WORK);
    git.tidy(WORK);

    TreeState start = git.resume(next, repository.head(), state);
    worktrees.begin(next, state, "turn", null);

    assertThat(start.head()).isEqualTo(repository.head());
    assertThat(Files.readString(worktrees.path(next).resolve("x"))).isEqualTo("x\n");
    assertThat(worktrees.record(next).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "git checkout -q --detach"})
  void nothing_of_the_user_s_changes(String where) throws IOException {
    repository.sh(
        """
        echo stashed >> file.txt; git stash -q
        echo staged > 'staged ü.txt'; git add .
        echo dirty >> file.txt; echo untracked > "$(printf 'a\\nb')"; echo i > i.log
        for hook in pre-commit commit-msg post-commit post-checkout reference-transaction post-rewrite; do
          printf '#!/bin/sh\\necho >> "%s/ran"\\nexit 1\\n' "$PWD" > .git/hooks/$hook; chmod +x .git/hooks/$hook
        done
        git config commit.gpgsign true; git config gpg.program /bin/false; git config core.autocrlf input
        """);
    repository.sh(
        "git -c core.hooksPath=/dev/null status >/dev/null; "
            + where.replace("git ", "git -c core.hooksPath=/dev/null "));
    var before = repository.users();

    TreeState state = left("echo x > x");
    String commit = git.commit(work(state, null));
    git.publish(WORK, "aidp/f-csv", commit, null);
    git.close(WORK);
    git.tidy(WORK);

    assertThat(repository.users()).isEqualTo(before);
  }
}
