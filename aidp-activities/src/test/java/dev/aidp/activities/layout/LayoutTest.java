package dev.aidp.activities.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.UsageException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

  private static final String COMMIT =
      "git -c user.name=x -c user.email=x commit -q --allow-empty -m x";

  @TempDir Path folder;

  private Path sh(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-ec", script).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return folder.toRealPath();
  }

  @Test
  void finds_the_main_worktree_from_anywhere_in_it() throws Exception {
    Path top =
        sh(
            "git init -q .; "
                + COMMIT
                + "; mkdir -p a/b; git worktree add -q --detach '../linked of '$$ || true");

    assertThat(Layout.of(folder.resolve("a/b"))).isEqualTo(new Layout(top, top.resolve(".git")));
    assertThat(Layout.of(folder.resolve(".git"))).isEqualTo(new Layout(top, top.resolve(".git")));
  }

  @Test
  void finds_the_main_worktree_from_a_linked_one() throws Exception {
    Path top =
        sh(
            "git init -q 'the main'; cd 'the main'; "
                + COMMIT
                + "; git worktree add -q --detach ../linked; mkdir ../linked/a");

    assertThat(Layout.of(folder.resolve("linked/a")).top()).isEqualTo(top.resolve("the main"));
  }

  @Test
  void finds_the_top_of_a_submodule_and_of_a_repository_kept_elsewhere() throws Exception {
    Path top =
        sh(
            "git init -q --separate-git-dir=kept work; cd work; "
                + COMMIT
                + "; git -c protocol.file.allow=always submodule --quiet add \"$PWD/../kept\" sub");

    assertThat(Layout.of(folder.resolve("work")))
        .isEqualTo(new Layout(top.resolve("work"), top.resolve("kept")));
    assertThat(Layout.of(folder.resolve("work/sub")).top()).isEqualTo(top.resolve("work/sub"));
  }

  @Test
  void names_what_is_wrong_with_a_place() throws Exception {
    sh("mkdir none; git init -q empty; git init -q --bare bare");

    assertThatThrownBy(() -> Layout.of(folder.resolve("none")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no git repository");
    assertThatThrownBy(() -> Layout.of(folder.resolve("empty")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no commit");
    assertThatThrownBy(() -> Layout.of(folder.resolve("bare")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is bare");
    assertThatThrownBy(() -> Layout.of(folder.resolve("gone")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git config core.bare true",
        "echo '[core' >> .git/config",
        "echo 'ref: nowhere' > .git/HEAD",
        "git config core.repositoryFormatVersion 7"
      })
  void where_aidp_has_worked_it_finds_its_state_whatever_git_says(String breaking)
      throws Exception {
    Path top = sh("git init -q .; " + COMMIT + "; git add -A; mkdir -p .aidp a; " + breaking);

    assertThat(Layout.seen(folder.resolve("a"))).isEqualTo(new Layout(top, top.resolve(".git")));
    assertThatThrownBy(() -> Layout.of(folder)).isInstanceOf(UsageException.class);
  }

  @Test
  void says_how_to_mend_a_repository_that_became_bare() throws Exception {
    sh("git init -q .; " + COMMIT + "; touch f; git add f; git config core.bare true");

    assertThatThrownBy(() -> Layout.of(folder))
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> assertThat(e.remedy()).contains("git config core.bare false"))
        .hasMessageContaining("has a worktree");
  }

  @Test
  void all_worktrees_of_a_bare_repository_share_the_state_of_one() throws Exception {
    Path top =
        sh(
            "git init -q s; cd s; "
                + COMMIT
                + "; cd ..; mkdir e; git clone -q --bare s e/.bare; cd e; echo 'gitdir: ./.bare' > .git;"
                + " git worktree add -q --detach one; git worktree add -q --detach two; mkdir one/a");
    Path bare = top.resolve("e/.bare");

    Layout two = Layout.of(folder.resolve("e/two"));
    assertThat(two).isEqualTo(new Layout(top.resolve("e/two"), bare));
    assertThatThrownBy(() -> Layout.of(folder.resolve("e")))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.remedy()).contains("e/one"))
        .hasMessageContaining("is bare");
    two.prepare();

    assertThat(Layout.of(folder.resolve("e/one/a"))).isEqualTo(two);
    assertThat(Layout.seen(folder.resolve("e"))).isEqualTo(two);
    assertThat(Layout.seen(bare)).isEqualTo(two);
    assertThatThrownBy(() -> Layout.of(bare)).isInstanceOf(UsageException.class);
  }

  @Test
  void a_bare_repository_named_like_one_that_is_not_has_no_worktree_either() throws Exception {
    Path top =
        sh(
            "git init -q s; cd s; "
                + COMMIT
                + "; cd ..; git clone -q --bare s e/.git; git -C e worktree add -q --detach one");

    assertThat(Layout.of(folder.resolve("e/one")))
        .isEqualTo(new Layout(top.resolve("e/one"), top.resolve("e/.git")));
  }

  @Test
  void in_the_working_copy_of_a_unit_it_is_the_state_of_its_run() throws Exception {
    Path top =
        sh(
            "git init -q .; "
                + COMMIT
                + "; git worktree add -q --detach .aidp/workstreams/r/u;"
                + " git clone -q . .aidp/workstreams/r/v");

    assertThat(Layout.of(folder.resolve(".aidp/workstreams/r/u")).top()).isEqualTo(top);
    assertThat(Layout.of(folder.resolve(".aidp/workstreams/r/v")).top()).isEqualTo(top);
  }

  @ParameterizedTest
  @ValueSource(strings = {"touch .aidp", "ln -s nowhere .aidp", "mkfifo .aidp"})
  void a_state_folder_that_is_none_is_said_at_once(String making) throws Exception {
    sh("git init -q .; " + COMMIT + "; " + making);

    assertThatThrownBy(() -> Layout.of(folder).prepare())
        .isInstanceOfSatisfying(
            UsageException.class, e -> assertThat(e.remedy()).contains("mv .aidp"))
        .hasMessageContaining("is no folder");
  }

  @Test
  void the_state_folder_is_nobody_else_s() throws Exception {
    Path top = sh("git init -q .; " + COMMIT + "; umask 022; mkdir .aidp");

    Layout.of(folder).prepare();

    assertThat(Files.getPosixFilePermissions(top.resolve(".aidp")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void what_git_knows_of_working_copies_that_are_gone_is_forgotten() throws Exception {
    Path top =
        sh(
            "git init -q r; cd r; "
                + COMMIT
                + "; git worktree add -q --lock --detach .aidp/workstreams/r/gone;"
                + " git worktree add -q --lock --detach .aidp/workstreams/r/there;"
                + " git worktree add -q --lock --detach ../own; rm -rf ../own;"
                + " cd ..; mv r moved; rm -rf moved/.aidp/workstreams/r/gone");

    Layout.of(folder.resolve("moved")).prepare();

    try (Stream<Path> left = Files.list(top.resolve("moved/.git/worktrees"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("there", "own");
    }
  }

  @Test
  void keeps_the_state_folder_out_of_git_once() throws Exception {
    Path top = sh("git init -q .; " + COMMIT + "; printf 'mine' > .git/info/exclude");
    Layout layout = Layout.of(folder);

    layout.prepare();
    layout.prepare();

    assertThat(top.resolve(".git/info/exclude")).hasContent("mine\n/.aidp/\n");
    assertThat(layout.stateDir()).isDirectory();
  }

  @Test
  void makes_the_exclude_file_where_there_is_none() throws Exception {
    Path top = sh("git init -q .; " + COMMIT + "; rm -rf .git/info");

    Layout.of(folder).prepare();

    assertThat(Files.readString(top.resolve(".git/info/exclude"))).isEqualTo("/.aidp/\n");
  }

  @Test
  void each_work_has_its_own_places() {
    Layout layout = new Layout(Path.of("/r"), Path.of("/r/.git"));
    Work work = new Work("f-csv", 2, "model", 1);

    assertThat(layout.worktree(work)).isEqualTo(Path.of("/r/.aidp/workstreams/f-csv/model"));
    assertThat(layout.io(work)).isEqualTo(Path.of("/r/.aidp/io/f-csv/model"));
  }

  @Test
  void no_place_of_a_run_is_outside_the_state_folder() {
    Layout layout = new Layout(Path.of("/r"), Path.of("/r/.git"));
    String evil = "../../victim";

    for (UnaryOperator<String> place :
        List.<UnaryOperator<String>>of(
            run -> layout.worktrees(run).toString(),
            run -> layout.worktreeStates(run).toString(),
            run -> layout.io(run).toString(),
            run -> layout.sessions(run).toString(),
            run -> layout.logs(run).toString(),
            run -> layout.logs("run", run).toString(),
            run -> layout.verdicts(run).toString())) {
      assertThat(place.apply("run")).startsWith("/r/.aidp/");
      assertThatThrownBy(() -> place.apply(evil)).isInstanceOf(UsageException.class);
    }
  }
}
