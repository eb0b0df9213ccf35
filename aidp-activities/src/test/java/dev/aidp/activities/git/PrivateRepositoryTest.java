package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent's git can reach, and what of it is recorded. */
class PrivateRepositoryTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);

  @TempDir Path folder;
  TestRepository repository;
  Worktrees worktrees;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    worktrees = new Worktrees(repository.layout());
  }

  private TreeState open() {
    return worktrees.open(WORK, repository.head());
  }

  private String agent(String script) {
    return TestRepository.sh(worktrees.path(WORK), script);
  }

  private TreeState record() {
    return worktrees.record(WORK).state();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git stash list; git stash pop || true; echo x > x; git stash -u",
        "git config core.bare true; git config user.name Robot; git config core.hooksPath /tmp",
        "d=$(mktemp -d); cd $d; GIT_DIR=$OLDPWD/.git git init -q .",
        "git branch -f release HEAD; git branch -D topic; git branch -m main other; git tag -f v1 HEAD",
        "git checkout -q -b mine; echo y > y; git add y; git commit -q -m y; git update-ref refs/heads/main HEAD",
        "git symbolic-ref HEAD refs/heads/main; git reset -q --hard; git commit -q --allow-empty -m x",
        "git worktree add -q ../elsewhere; git worktree prune; rm -rf ../elsewhere",
        "git reflog expire --expire=now --all; git gc -q --prune=now; git prune; git repack -q -a -d",
        "echo '#!/bin/sh' > $(git rev-parse --git-path hooks)/pre-commit; echo z >> .git/info/exclude",
        "git remote remove origin; git remote add origin /nowhere; git notes add -m x || true",
        "git sparse-checkout set d; git update-index --refresh || true"
      })
  void nothing_that_git_does_in_a_working_copy_reaches_the_user(String script) throws IOException {
    repository.sh(
        """
        git branch release; git branch topic; git tag v1; git remote add origin /some/where
        mkdir .git/hooks || true; echo mine > .git/hooks/mine
        echo stashed >> file.txt; git stash -q
        """);
    TreeState start = open();
    var before = repository.users();

    agent("mkdir d; mkdir -p .git/hooks; " + script);
    record();
    worktrees.restore(WORK, start);
    worktrees.close(WORK);

    assertThat(repository.users()).isEqualTo(before);
    assertThat(repository.sh("git fsck --no-dangling 2>&1")).doesNotContain("missing");
  }

  @Test
  void a_link_beside_what_is_written_anew_leads_nowhere() throws IOException {
    TreeState start = open();
    Path mine = Files.writeString(folder.resolve("mine"), "mine");
    agent("git checkout -q -b x; git commit -q --allow-empty -m x");
    for (String ending : new String[] {"aidp", "part", "new"}) {
      agent("for f in HEAD config; do ln -s '%s' .git/$f.%s; done".formatted(mine, ending));
    }

    worktrees.restore(WORK, start);

    assertThat(agent("git rev-parse HEAD")).isEqualTo(start.head());
    assertThat(mine).hasContent("mine");
  }

  @Test
  void it_knows_the_user_s_branches_settings_and_remotes() {
    repository.sh(
        """
        git branch topic; git tag v1; git remote add origin 'https://example.com/a "b".git'
        git config alias.hi '!echo "hi \\ there"'; git config branch.main.remote origin
        echo '*.secret' > .git/info/exclude
        """);
    open();

    assertThat(agent("git rev-parse topic v1 main | sort -u")).isEqualTo(repository.head());
    assertThat(agent("git remote get-url origin; git hi; git config user.name"))
        .isEqualTo("https://example.com/a \"b\".git\nhi \\ there\nAda");
    assertThat(agent("touch x.secret; git status --porcelain")).isEmpty();
    assertThat(agent("git stash list; ls .git/hooks 2>/dev/null || true")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git update-index --skip-worktree file.txt; echo more >> file.txt",
        "git update-index --assume-unchanged file.txt; echo more >> file.txt",
        "echo more >> file.txt; git update-index --assume-unchanged --skip-worktree file.txt",
        "echo more >> file.txt; git add file.txt; git checkout -q HEAD; git update-index --skip-worktree file.txt"
      })
  void an_edit_that_is_hidden_from_the_agent_s_index_is_recorded(String script) {
    TreeState start = open();
    agent(script);

    TreeState state = record();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("file.txt");
    assertThat(repository.sh("git show " + state.tree() + ":file.txt")).endsWith("more");
  }

  @Test
  void a_file_that_is_only_meant_to_be_added_is_recorded_with_its_content() {
    TreeState start = open();
    agent("echo new > new; git add -N new; echo log > kept.log; git add -f -N kept.log");

    TreeState state = record();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("kept.log", "new");
    assertThat(repository.sh("git show " + state.tree() + ":new " + state.tree() + ":kept.log"))
        .isEqualTo("new\nlog");
  }

  @Test
  void files_that_a_sparse_checkout_of_the_agent_took_away_are_nobody_s_deletion() {
    repository.sh("mkdir a b; echo 1 > a/x; echo 2 > b/x; git add -A; git commit -q -m x");
    TreeState start = open();
    agent("git sparse-checkout set a; echo 3 > a/x; test ! -e b/x");

    TreeState state = record();
    worktrees.restore(WORK, state);

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("a/x");
    assertThat(agent("cat b/x; git status --porcelain")).isEqualTo("2\nM  a/x");
  }

  @Test
  void what_an_agent_tracks_though_it_is_ignored_is_recorded_and_what_it_untracks_is_not() {
    repository.sh("echo x > old.log; git add -f old.log; git commit -q -m x");
    TreeState start = open();
    agent("echo y > new.log; git add -f new.log; git rm -q --cached old.log; git commit -q -m y");

    TreeState state = record();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("new.log", "old.log");
    assertThat(repository.sh("git ls-tree --name-only " + state.tree())).contains("new.log");
    assertThat(repository.sh("git ls-tree --name-only " + state.tree())).doesNotContain("old.log");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf 'a\\r\\nb\\r\\n' > crlf.txt; git add crlf.txt; echo '*.txt text=auto' > .gitattributes; git add .gitattributes",
        "printf 'a\\r\\nb\\r\\n' > crlf.txt; git add crlf.txt; git config core.autocrlf input",
        "echo raw > big.bin; git add big.bin; echo '*.bin filter=big' > .gitattributes; git add .gitattributes; git config filter.big.clean 'echo pointer; cat >/dev/null'; git config filter.big.smudge cat",
        "echo '$Id: old $' > id.c; git add id.c; echo '*.c ident' > .gitattributes; git add .gitattributes"
      })
  void a_file_that_is_not_stored_as_its_attributes_want_is_nobody_s_change(String script) {
    repository.sh(script + "; git commit -q -m stored");
    TreeState start = open();

    agent("find . -path ./.git -prune -o -type f -print | xargs touch");
    TreeState nothing = record();
    worktrees.restore(WORK, nothing);
    agent("echo mine > mine");
    TreeState state = record();

    assertThat(nothing.tree()).isEqualTo(start.tree());
    assertThat(worktrees.tree(WORK)).isEqualTo(state.tree());
    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("mine");
  }

  @Test
  void a_file_that_an_agent_did_alter_is_stored_as_its_attributes_want() {
    repository.sh(
        "printf 'a\\r\\n' > crlf.txt; git add -A; git commit -q -m x; echo '* text=auto' > .gitattributes; git add -A; git reset -q crlf.txt; git commit -q -m y");
    TreeState start = open();
    agent("printf 'a\\r\\nb\\r\\n' > crlf.txt");

    TreeState state = record();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("crlf.txt");
  }

  @Test
  void a_file_that_became_a_pipe_is_a_fault_and_the_rest_is_recorded() {
    TreeState start = open();
    agent("rm file.txt; mkfifo file.txt; echo x > x");

    Worktrees.Recorded recorded = worktrees.record(WORK);

    assertThat(recorded.findings().faults()).singleElement().asString().contains("`file.txt`");
    assertThat(worktrees.changed(start.tree(), recorded.state().tree())).containsExactly("x");
    worktrees.restore(WORK, recorded.state());
    assertThat(agent("cat file.txt x")).endsWith("three\nx");
  }

  @Test
  void large_files_of_an_agent_s_commits_come_along_if_they_are_what_they_say() {
    open();
    agent(
        """
        keep() { mkdir -p .git/lfs/objects/$1/$2; cp large .git/lfs/objects/$1/$2/$3; }
        echo 'is not large' > large; id=$(sha256sum large | cut -c1-64)
        keep $(echo $id | cut -c1-2) $(echo $id | cut -c3-4) $id
        id=0123$(echo $id | cut -c5-); keep 01 23 $id
        git add large; git commit -q -m large
        """);

    record();

    assertThat(repository.sh("cd .git/lfs/objects; find . -type f | xargs cat"))
        .isEqualTo("is not large");
  }

  @Test
  void a_folder_that_may_not_be_read_is_warned_of_and_the_rest_is_recorded() {
    TreeState start = open();
    agent("mkdir -p 'data base'; touch 'data base/x' y; chmod 000 'data base'");
    assumeFalse(Files.isReadable(worktrees.path(WORK).resolve("data base")), "Root may read all");

    Worktrees.Recorded recorded = worktrees.record(WORK);

    assertThat(recorded.findings().faults()).isEmpty();
    assertThat(recorded.findings().warnings())
        .containsExactly(
            "Nothing of `data base/` is recorded, because it cannot be read. Remove it, or make it readable: sudo chown -R.");
    assertThat(worktrees.changed(start.tree(), recorded.state().tree())).containsExactly("y");
  }

  @Test
  void what_a_collection_of_garbage_took_before_it_was_recorded_is_staged_again() {
    TreeState start = open();
    agent("echo x > x");
    worktrees.tree(WORK);
    repository.sh("git gc -q --prune=now");
    agent("touch y");
    Path index = repository.layout().worktreeState(WORK).resolve("index");
    repository.sh(
        "export GIT_WORK_TREE='%s' GIT_INDEX_FILE='%s'; (cd \"$GIT_WORK_TREE\"; GIT_DIR='%s' git add -A); git gc -q --prune=now"
            .formatted(worktrees.path(WORK), index, repository.layout().gitDir()));

    TreeState state = record();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("x", "y");
    assertThat(repository.sh("git show " + state.tree() + ":x")).isEqualTo("x");
  }

  @Test
  void a_repository_whose_folder_has_an_odd_name_can_be_borrowed_from() throws IOException {
    TestRepository odd = TestRepository.in(folder.resolve("a\nb \"c\" #d"));
    Worktrees there = new Worktrees(odd.layout());
    there.open(WORK, odd.head());

    assertThat(TestRepository.sh(there.path(WORK), "git log --format=%s; git status --porcelain"))
        .isEqualTo("start");
  }

  @Test
  void where_a_person_wants_it_a_working_copy_is_as_sparse_as_the_main_checkout() {
    repository.sh(
        "mkdir a b; echo 1 > a/x; echo 2 > b/x; git add -A; git commit -q -m x; git sparse-checkout set a");
    worktrees = new Worktrees(repository.layout(), true);
    TreeState start = open();
    assertThat(agent("ls; git status --porcelain; git sparse-checkout list"))
        .isEqualTo("a\nfile.txt\na");

    agent("echo 3 > a/x; mkdir b; echo 4 > b/y");
    TreeState state = record();
    worktrees.restore(WORK, state);

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("a/x", "b/y");
    assertThat(worktrees.tree(WORK)).isEqualTo(state.tree());
    assertThat(agent("ls; cat a/x")).startsWith("a\n").endsWith("3");
  }

  @Test
  void amended_commits_are_taken_as_they_are() {
    TreeState start = open();
    agent("echo x > x; git add x; git commit -q -m first");
    worktrees.restore(WORK, record());
    agent("git commit -q --amend -m second");

    TreeState state = record();

    assertThat(repository.sh("git log --format=%s " + start.head() + ".." + state.head()))
        .isEqualTo("second");
  }
}
