package dev.aidp.activities.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.UsageException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
