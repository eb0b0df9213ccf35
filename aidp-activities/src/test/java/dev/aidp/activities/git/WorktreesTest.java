package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.git.cli.Environment;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorktreesTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);

  @TempDir Path folder;
  TestRepository repository;
  Worktrees worktrees;
  Path path;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    worktrees = new Worktrees(repository.layout());
    path = worktrees.path(WORK);
  }

  private TreeState open() {
    return worktrees.open(WORK, repository.head());
  }

  @Test
  void nobody_names_a_work_so_that_closing_it_removes_what_is_elsewhere() throws IOException {
    Path victim = Files.createDirectories(repository.layout().top().resolve("victim/u"));

    assertThatThrownBy(() -> worktrees.close(new Work("../../victim", 1, "u", 1)))
        .isInstanceOf(UsageException.class);

    assertThat(victim).exists();
  }

  private String agent(String script) {
    return TestRepository.sh(path, script);
  }

  @Test
  void opens_at_the_commit_with_a_detached_head() {
    TreeState state = open();

    assertThat(state.head()).isEqualTo(repository.head());
    assertThat(
            agent("git status --porcelain; git rev-parse HEAD; git symbolic-ref -q HEAD || true"))
        .isEqualTo(repository.head());
    assertThat(agent("cat file.txt")).isEqualTo("one\ntwo\nthree");
    assertThat(repository.sh("git worktree list --porcelain")).doesNotContain(".aidp");
  }

  @Test
  void records_what_an_agent_left_and_puts_it_back() {
    TreeState start = open();
    agent(
        "echo more >> file.txt; echo new > 'a\n b ü.txt'; mkdir d; echo x > d/x; chmod +x d/x; ln -s file.txt link");

    TreeState state = worktrees.record(WORK).state();
    agent(
        "rm -r d link; echo other > file.txt; echo stray > stray; git checkout -q -b elsewhere; echo i > i.log");
    worktrees.restore(WORK, state);

    assertThat(state.head()).isEqualTo(start.head());
    assertThat(worktrees.tree(WORK)).isEqualTo(state.tree());
    assertThat(worktrees.changed(start.tree(), state.tree()))
        .containsExactly("a\n b ü.txt", "d/x", "file.txt", "link");
    assertThat(
            agent(
                "test -x d/x; test -L link; test ! -e stray; cat i.log; git symbolic-ref -q HEAD || true"))
        .isEqualTo("i");
  }

  @Test
  void opened_again_nothing_of_an_earlier_attempt_is_left() throws IOException {
    open();
    agent(
        "echo x > x; echo l > l.log; mkdir -p closed/in; echo y > closed/in/y; chmod -R a-w closed");
    Path out = repository.layout().io(WORK).resolve("out");
    Files.writeString(out.resolve("schema"), "old");

    TreeState again = open();

    assertThat(worktrees.tree(WORK)).isEqualTo(again.tree());
    assertThat(agent("ls")).isEqualTo("file.txt");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void git_never_looks_into_a_repository_that_a_dead_process_had_staged() throws IOException {
    TreeState start = open();
    Path index = repository.layout().worktreeState(WORK).resolve("index");
    Path called = path.resolveSibling("called");
    agent(
        "git init -q inner; cd inner; echo x > x; git add x; git commit -q -m x; echo y > x;"
            + " git config core.fsmonitor 'touch \""
            + called
            + "\"; false'");
    agent(
        "GIT_DIR='%s' GIT_WORK_TREE=. GIT_INDEX_FILE='%s' git add -A 2> /dev/null"
            .formatted(repository.layout().gitDir(), index));

    String aside = worktrees.tree(WORK);
    TreeState state = worktrees.record(WORK).state();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("inner/x");
    assertThat(aside).isEqualTo(state.tree());
    assertThat(called).doesNotExist();
  }

  @Test
  void checks_find_what_was_recorded_whatever_has_run_since() {
    open();
    agent("echo x > x");
    TreeState state = worktrees.record(WORK).state();
    worktrees.environment(WORK); // of a process that is about to be started
    agent("echo y > x; git checkout -q -b elsewhere");

    worktrees.ready(WORK, state);

    assertThat(agent("cat x; git rev-parse HEAD; git symbolic-ref -q HEAD || true"))
        .isEqualTo("x\n" + state.head());
  }

  @Test
  void checks_find_git_in_order_though_the_files_are_not_looked_at_again() {
    open();
    agent("echo x > x; git checkout -q -b elsewhere; touch .git/index.lock");

    TreeState state = worktrees.record(WORK).state();
    worktrees.ready(WORK, state);

    assertThat(agent("git status --porcelain; git symbolic-ref -q HEAD || git rev-parse HEAD"))
        .isEqualTo("A  x\n" + state.head());
  }

  @Test
  void takes_the_agents_commits_if_they_build_on_the_start() {
    TreeState start = open();
    agent("git checkout -q -b mine; echo x > x; git add x; git commit -q -m x");

    TreeState state = worktrees.record(WORK).state();

    assertThat(repository.sh("git rev-parse " + state.head() + "^")).isEqualTo(start.head());
    assertThat(agent("git symbolic-ref -q HEAD || git rev-parse HEAD")).isEqualTo(state.head());
  }

  @Test
  void keeps_the_start_where_the_agent_went_to_another_history() {
    TreeState start = open();
    agent(
        "git checkout -q --orphan other; git rm -qrf .; echo x > x; git add x; git commit -q -m x");

    TreeState state = worktrees.record(WORK).state();

    assertThat(state.head()).isEqualTo(start.head());
    assertThat(repository.sh("git ls-tree --name-only " + state.tree())).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf .git",
        "rm -rf .git; git init -q . ; git add -A; git -c user.name=x -c user.email=x commit -q -m x",
        "rm -rf .git; echo 'gitdir: /nowhere' > .git",
        "rm -rf .git; echo \"gitdir: $(cd ../../../..; pwd)/.git\" > .git",
        "rm -rf .git; ln -s ../../../../.git .git",
        "rm -f .git/HEAD",
        "rm -rf .git/objects .git/refs",
        "rm .git/objects/info/alternates",
        "rm -rf .git/packed-refs; mkdir .git/packed-refs",
        "rm .git/config; ln -s ../../../../../.git/config .git/config",
        "rm .git/HEAD; ln -s ../../../../../.git/HEAD .git/HEAD",
        "git config core.bare true",
        "git config core.worktree /nowhere",
        "echo ../../../../../.git > .git/commondir",
        "echo garbage > .git/config",
        "echo garbage > .git/index",
        "touch .git/index.lock .git/HEAD.lock .git/config.lock",
        "rm -rf ../../../worktrees",
        "echo garbage > ../../../worktrees/f-csv/model/index",
        "touch ../../../worktrees/f-csv/model/index.lock",
        "cd ..; rm -rf model; ln -s ../../.. model"
      })
  void survives_what_an_agent_or_a_crash_does_to_git_s_files(String damage) throws IOException {
    open();
    agent("echo x > x");
    TreeState state = worktrees.record(WORK).state();
    var before = repository.users();
    agent(damage);

    worktrees.restore(WORK, state);

    assertThat(worktrees.tree(WORK)).isEqualTo(state.tree());
    assertThat(worktrees.record(WORK).state()).isEqualTo(state);
    assertThat(agent("cat x; git rev-parse HEAD")).isEqualTo("x\n" + state.head());
    assertThat(repository.users()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf .git",
        "rm -rf .git; git init -q .",
        "rm -rf .git; git init -q .; git add -A; git -c user.name=x -c user.email=x commit -q -m x",
        "rm -f .git/HEAD",
        "echo garbage > .git/HEAD",
        "git config core.bare true",
        "echo garbage > .git/index",
        "rm .git/index",
        "rm -rf ../../../worktrees/f-csv/model",
        "echo garbage > ../../../worktrees/f-csv/model/index"
      })
  void records_the_files_of_an_agent_that_broke_its_repository(String damage) throws IOException {
    repository.sh("echo x > a.log; git add -f a.log; git commit -q -m 'tracked and ignored'");
    TreeState start = open();
    var before = repository.users();
    agent(damage + "; echo x > x");

    TreeState state = worktrees.record(WORK).state();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("x");
    assertThat(repository.users()).isEqualTo(before);
  }

  @Test
  void is_put_back_though_only_an_empty_folder_is_left_in_it() throws IOException {
    TreeState start = open();
    worktrees.begin(WORK, start, "turn", null);
    Path left = Files.createDirectories(path.resolve("left/over"));

    worktrees.restore(WORK, start);

    assertThat(left).doesNotExist();
    assertThat(path.resolve("left")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo four >> file.txt",
        "printf 'one\\ntwo\\nthree' > same; touch -r file.txt same; mv same file.txt",
        "rm file.txt",
        "chmod +x file.txt",
        "echo x > new.txt",
        "git init -q inner && echo x > inner/x",
        "git rm -q --cached file.txt",
        "git commit -q --allow-empty -m x",
        "ln -sf /dev/null file.txt"
      })
  void is_put_back_after_a_check_whatever_that_did(String done) throws IOException {
    TreeState start = open();
    agent("echo mine > mine.txt");
    TreeState recorded = worktrees.record(WORK).state();
    worktrees.restore(WORK, recorded);
    agent(done);

    worktrees.restore(WORK, recorded);

    assertThat(worktrees.record(WORK).state()).isEqualTo(recorded);
    assertThat(path.resolve("file.txt")).hasContent("one\ntwo\nthree");
    assertThat(path.resolve("mine.txt")).hasContent("mine");
    assertThat(path.resolve("new.txt")).doesNotExist();
    assertThat(path.resolve("inner")).doesNotExist();
    assertThat(Files.isExecutable(path.resolve("file.txt"))).isFalse();
    assertThat(start.head()).isEqualTo(recorded.head());
  }

  /** A listing takes about 50 ms here, of which a turn needs one, and a failed turn two. */
  @Test
  void undoes_what_a_turn_added_beside_20_000_ignored_files() throws IOException {
    TreeState start = open();
    assertThat(worktrees.environment(WORK)).isNotEmpty(); // as a setup command has it
    for (int i = 0; i < 20_000; i++) {
      Path folder = Files.createDirectories(path.resolve("classes/" + i / 100));
      Files.createFile(folder.resolve(i + ".log"));
    }
    long before = System.nanoTime();
    worktrees.begin(WORK, start, "turn", null);
    System.out.println("begun after " + (System.nanoTime() - before) / 1_000_000 + " ms");
    Files.createFile(path.resolve("classes/0/new.log"));

    worktrees.undo(WORK, start, "turn");

    assertThat(path.resolve("classes/0/new.log")).doesNotExist();
    try (var files = Files.walk(path.resolve("classes"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(20_000);
    }
  }

  /** A shell stands for a git whose checkout takes long; its parent is gone, as after a kill -9. */
  @Test
  void a_git_of_a_dead_process_ends_before_the_worktree_is_put_back() throws IOException {
    TreeState start = open();
    Path lock = repository.layout().worktreeState(WORK).resolve("index.lock");
    Files.createFile(lock);
    long pid =
        Long.parseLong(
            repository.sh(
                "GIT_WORK_TREE='%s' sh -c 'while :; do echo x >> %s/file.txt; sleep 0.01; done' >/dev/null 2>&1 & echo $!"
                    .formatted(path, path)));
    try {
      worktrees.restore(WORK, start);

      // It may wait for a moment to be reaped.
      ProcessHandle.of(pid).ifPresent(left -> left.onExit().orTimeout(1, TimeUnit.MINUTES).join());
      assertThat(path.resolve("file.txt")).hasContent("one\ntwo\nthree");
      assertThat(lock).doesNotExist();
    } finally {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void knows_that_an_agent_removed_the_worktree_itself() {
    open();
    assertThat(worktrees.stands(WORK)).isTrue();

    agent("cd ..; rm -rf model");

    assertThat(worktrees.stands(WORK)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git init -q inner; echo x > inner/x",
        "git init -q inner; cd inner; echo x > x; git add x; git -c user.name=x -c user.email=x commit -q -m x",
        "git init -q inner; cd inner; echo x > x; git add x; git commit -q -m x; cd ..; git add -A 2>/dev/null",
        "git init -q inner; cd inner; echo x > x; git add x; git commit -q -m x; cd ..; git add -A 2>/dev/null; git commit -q -m y"
      })
  void keeps_the_files_of_a_repository_that_the_agent_made_inside(String script) {
    TreeState start = open();
    agent(script);

    TreeState state = worktrees.record(WORK).state();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("inner/x");
    assertThat(worktrees.tree(WORK)).isEqualTo(state.tree());
  }

  @Test
  void keeps_a_submodule_as_one() {
    TreeState start = open();
    agent("git init -q ../other; cd ../other; git commit -q --allow-empty -m x");
    agent("git -c protocol.file.allow=always submodule add -q \"$PWD/../other\" sub");

    TreeState state = worktrees.record(WORK).state();

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly(".gitmodules", "sub");
    assertThat(repository.sh("git ls-tree " + state.tree() + " sub")).startsWith("160000");
  }

  @Test
  void sees_that_a_check_changed_the_tree_without_touching_the_index() throws IOException {
    TreeState state = open();
    agent("echo more >> file.txt");
    Path own = repository.layout().worktreeState(WORK).resolve("index");
    byte[] index = Files.readAllBytes(own);

    String tree = worktrees.tree(WORK);

    assertThat(worktrees.changed(state.tree(), tree)).containsExactly("file.txt");
    assertThat(own).hasBinaryContent(index);
  }

  @Test
  void has_the_whole_tree_where_the_user_has_checked_out_a_part() {
    repository.sh(
        "mkdir a b; echo 1 > a/x; echo 2 > b/x; git add -A; git commit -q -m x; git sparse-checkout set a");
    TreeState start = open();

    agent("git status --porcelain; cat b/x; echo 3 > b/x; mkdir c; echo 4 > c/x");
    TreeState state = worktrees.record(WORK).state();
    worktrees.restore(WORK, state);

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("b/x", "c/x");
    assertThat(agent("git add -A; cat b/x c/x")).isEqualTo("3\n4");
    assertThat(repository.sh("git sparse-checkout list; ls")).isEqualTo("a\na\nfile.txt");
  }

  @Test
  void ends_an_unfinished_merge_of_the_agent() {
    open();
    agent(
        """
        git checkout -q -b a; echo a > file.txt; git commit -q -a -m a
        git checkout -q -b b HEAD^; echo b > file.txt; git commit -q -a -m b
        git merge -q a || true
        """);

    TreeState state = worktrees.record(WORK).state();
    worktrees.restore(WORK, state);

    assertThat(agent("git status")).doesNotContain("merg").contains("HEAD detached");
  }

  @Test
  void recorded_states_survive_a_collection_of_garbage() {
    open();
    agent("echo first > x");
    TreeState first = worktrees.record(WORK).state();
    agent("echo second > x; git checkout -q -b b; git add -A; git commit -q -m b");
    worktrees.record(WORK).state();
    agent("git checkout -q --detach; git branch -q -D b");
    repository.sh("git reflog expire --expire=now --all; git gc -q --prune=now");

    worktrees.restore(WORK, first);

    assertThat(agent("cat x")).isEqualTo("first");
  }

  @Test
  void a_process_in_it_finds_no_other_repository() throws IOException, InterruptedException {
    open();
    agent("rm -rf .git; mkdir sub");
    ProcessBuilder builder = new ProcessBuilder("git", "rev-parse", "--show-toplevel");
    Environment.cleanse(builder.environment());
    builder.environment().putAll(worktrees.environment(WORK));

    int here = builder.directory(path.toFile()).start().waitFor();
    int below = builder.directory(path.resolve("sub").toFile()).start().waitFor();

    assertThat(List.of(here, below)).containsExactly(128, 128);
  }

  @Test
  void closed_it_is_gone_and_closing_again_does_nothing() throws IOException {
    var before = repository.users();
    open();
    agent("mkdir -p closed; echo x > closed/x; chmod a-w closed");

    worktrees.close(WORK);
    worktrees.close(WORK);
    worktrees.tidy("f-csv");

    assertThat(repository.sh("git worktree list")).doesNotContain(".aidp");
    assertThat(repository.sh("git for-each-ref refs/aidp")).isEmpty();
    assertThat(repository.top().resolve(".aidp/workstreams/f-csv")).doesNotExist();
    assertThat(repository.users()).isEqualTo(before);
  }

  @Test
  void opens_over_a_half_made_worktree() {
    repository.sh(
        """
        mkdir -p .aidp/workstreams/f-csv/model/.git/objects .aidp/worktrees/f-csv/model
        echo junk > .aidp/workstreams/f-csv/model/junk
        echo junk > .aidp/worktrees/f-csv/model/restored
        """);

    TreeState state = open();

    assertThat(worktrees.tree(WORK)).isEqualTo(state.tree());
    assertThat(agent("ls")).isEqualTo("file.txt");
  }

  @Test
  void opens_and_closes_many_side_by_side() {
    String head = repository.head();
    var works =
        IntStream.range(0, 16)
            .mapToObj(i -> new Work(i % 2 == 0 ? "a" : "b", 1, "u" + i / 2, 1))
            .toList();

    var trees =
        works.parallelStream()
            .map(work -> new Worktrees(repository.layout()).open(work, head).tree())
            .toList();
    var now = works.parallelStream().map(worktrees::tree).toList();
    works.parallelStream().forEach(worktrees::close);

    assertThat(now).isEqualTo(trees);
    assertThat(repository.sh("git worktree list | wc -l").strip()).isEqualTo("1");
  }

  @Test
  void the_user_s_hooks_do_not_run_and_autocrlf_is_kept() {
    repository.sh(
        """
        for hook in pre-commit post-checkout reference-transaction post-index-change; do
          printf '#!/bin/sh\\ntouch "%s/ran"\\nexit 1\\n' "$PWD" > .git/hooks/$hook
          chmod +x .git/hooks/$hook
        done
        git config core.autocrlf true
        git config core.safecrlf true
        git config commit.gpgsign true
        git config gpg.program false
        """);

    TreeState start = open();
    agent("printf 'x\\ny\\n' > x");
    TreeState state = worktrees.record(WORK).state();
    worktrees.restore(WORK, start);

    assertThat(worktrees.changed(start.tree(), state.tree())).containsExactly("x");
    assertThat(worktrees.tree(WORK)).isEqualTo(start.tree());
    assertThat(repository.top().resolve("ran")).doesNotExist();
  }
}
