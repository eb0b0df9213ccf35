package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.DiffOptions;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.failure.NotFoundException;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people have reported of going back in other tools: files that stay, files that come back,
 * commits in between, repositories inside, a checkout that is dirty, a snapshot that is gone.
 */
class CheckpointFilesTest {

  /** Lists the files that a turn finds, then is done. */
  private static final Act LOOKS =
      Act.complete().shell("ls -A > \"$home/found\"; git log --format=%s -1 >> \"$home/found\"");

  @TempDir Path folder;

  private Stage stage;
  private SampleRepository repository;

  @BeforeEach
  void prepare() {
    stage = Stage.onNative(folder);
    repository = stage.repository();
    repository.write(".gitignore", "*.log\n").write("old.txt", "old\n").write("dir/a.txt", "a\n");
    repository.commitAll("More files");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  /** Three iterations by these acts; the third is told to be enough. */
  private RunHandle three(Act first, Act second, Act third) {
    stage
        .agent()
        .rule("coder/loop/1/1/*", first)
        .rule("coder/loop/1/2/*", second)
        .rule("coder/loop/1/3/*", third)
        .coder("loop", LOOKS);
    RunHandle run =
        stage
            .aidp()
            .start(
                WorkLoopRequest.of("Change files.")
                    .agentCommand(stage.agent().command())
                    .check("there", "test -e dir"),
                StartOptions.id("three"));
    assertThat(Stage.end(run).units().get(0).tries().iterations()).isEqualTo(3);
    return run;
  }

  private static Act open(String shell) {
    return Act.nothing().shell(shell);
  }

  private RunView backTo(RunHandle run, String checkpoint) {
    assertThat(run.rollback(checkpoint).changed()).isTrue();
    assertThat(run.adopt()).isTrue();
    return Stage.end(run);
  }

  private String found() {
    return repository.sh("cat '" + folder.resolve("agent").resolve("found") + "'");
  }

  private static String patch(RunHandle run, DiffOptions options) {
    return new String(run.diff(options), StandardCharsets.UTF_8);
  }

  /** Gemini CLI 1139, Entire 1408, neo-code 572. */
  @Test
  void files_made_later_are_gone_and_files_deleted_before_stay_so() {
    RunHandle run =
        three(
            open("echo new > new.txt; rm old.txt; mv dir/a.txt dir/b.txt"),
            open("echo later > later.txt; echo x > dir/c.txt; echo noise > build.log"),
            Act.complete().shell("rm new.txt; git checkout -q HEAD -- old.txt"));

    assertThat(backTo(run, "1").state()).isEqualTo(RunState.COMPLETED);

    assertThat(found().lines())
        .contains("new.txt", "dir", "README.md")
        .doesNotContain("later.txt", "old.txt", "build.log");
    assertThat(repository.git("ls-tree", "-r", "--name-only", "aidp/three"))
        .isEqualTo(".gitignore\nREADME.md\ndir/b.txt\nnew.txt");
  }

  /** Aider 76 and 1528: several commits in a turn, and a branch of another name. */
  @Test
  void commits_of_the_agent_and_its_branch_are_those_of_the_checkpoint() {
    String commit = "git add -A && git commit -q -m ";
    RunHandle run =
        three(
            open("echo 1 > one.txt; " + commit + "one; echo 2 > two.txt; " + commit + "two"),
            open("git switch -q -c elsewhere; echo 3 > three.txt; " + commit + "three"),
            Act.complete().shell("git reset -q --hard HEAD~2; echo 4 > four.txt"));

    backTo(run, "1");

    assertThat(found().lines()).contains("one.txt", "two.txt", "two").doesNotContain("three.txt");
    assertThat(repository.git("log", "--format=%s", "-3", "aidp/three~1")).contains("two\none");
  }

  /** OpenCode 26893 and cline 1313: a repository inside, without a commit, and its files. */
  @Test
  void a_repository_inside_is_a_folder_and_its_files_come_back() {
    RunHandle run =
        three(
            open("mkdir in && cd in && git init -q . && echo in > f"),
            open("rm -rf in; mkdir in; echo other > in/f"),
            Act.complete().shell("rm -rf in; echo 3 > three.txt"));

    backTo(run, "1");

    assertThat(found().lines()).contains("in");
    assertThat(repository.git("show", "aidp/three:in/f")).isEqualTo("in");
  }

  /** OpenCode 32529 and Aider 513: a turn that changed nothing; a checkout with work in it. */
  @Test
  void a_turn_that_changed_nothing_is_a_checkpoint_and_the_users_checkout_is_not_touched() {
    RunHandle run =
        three(open("echo 1 > one.txt"), open("true"), Act.complete().shell("echo 3 > three.txt"));
    repository.write("README.md", "mine, not committed\n").write("mine.txt", "untracked\n");
    repository.sh("git add mine.txt");
    String status = repository.git("status", "--porcelain");

    backTo(run, "2");
    String patch = patch(run, DiffOptions.ALL);

    assertThat(found().lines()).contains("one.txt").doesNotContain("three.txt", "mine.txt");
    assertThat(patch).contains("+++ b/one.txt").doesNotContain("mine");
    assertThat(repository.git("status", "--porcelain")).isEqualTo(status);
    List<Checkpoint> all = run.checkpoints();
    assertThat(all.get(1).state().tree()).isEqualTo(all.get(0).state().tree());
  }

  /** Claude Code 10856 and OpenCode 3148: a fork of a fork, and its origin is pruned meanwhile. */
  @Test
  void a_fork_of_a_fork_has_all_it_needs_when_the_first_run_is_pruned() {
    RunHandle run =
        three(
            open("echo 1 > one.txt"), open("echo 2 > two.txt"), Act.complete().shell("rm one.txt"));
    stage.agent().command();
    RunHandle fork = run.fork("1", StartOptions.id("fork"), settings -> settings);
    Stage.end(fork);
    RunHandle second = fork.fork("2", StartOptions.id("second"), settings -> settings);
    Stage.end(second);
    repository.git("branch", "-q", "-D", "aidp/three");
    repository.git("branch", "-q", "-D", "aidp/fork");
    repository.sh("git reflog expire --expire=now --all");

    assertThat(stage.aidp().prune(PrunePolicy.allBut(1), false).runs())
        .containsExactlyInAnyOrder("three", "fork");
    repository.git("gc", "-q", "--prune=now");

    assertThat(backTo(second, "3").state()).isEqualTo(RunState.COMPLETED);
    assertThat(repository.git("show", "aidp/second:two.txt")).isEqualTo("2");
    assertThatThrownBy(() -> stage.aidp().run("three")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_diff_is_of_all_of_one_iteration_or_of_what_lies_there_now() {
    RunHandle run =
        three(
            open("printf 'a\\000b' > bin; echo 1 > one.txt"),
            open("echo more >> one.txt; rm old.txt"),
            Act.complete().shell("echo 3 > three.txt"));

    String all = patch(run, DiffOptions.ALL);
    String second = patch(run, DiffOptions.ALL.in("2"));

    assertThat(all)
        .contains("Binary files /dev/null and b/bin differ", "+++ b/three.txt", "--- a/old.txt");
    assertThat(second).contains("+more", "--- a/old.txt").doesNotContain("three.txt", "bin");
    assertThat(patch(run, new DiffOptions("loop", "3", true))).contains("three.txt | 1 +");
    assertThatThrownBy(() -> run.diff(DiffOptions.ALL.in("7")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> run.diff(DiffOptions.ALL.of("x")))
        .isInstanceOf(NotFoundException.class);
  }
}
