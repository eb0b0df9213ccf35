package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.repo.UserState;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 5: where things live, and what is never touched. */
class UntouchedTest {

  private static final Setting PAIR =
      Setting.plan(
          """
          units:
            - {id: one, task: One.}
            - {id: two, task: Two., depends_on: [one]}
          """);

  @TempDir Path folder;

  @Test
  void checkout_index_stash_detached_head_and_configuration_are_not_changed() {
    try (Stage stage = Stage.onNative(folder)) {
      makeDirty(stage.repository());
      UserState before = stage.repository().userState();

      RunView view = Stage.end(stage.start("clean", PAIR));

      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(stage.repository().userState()).isEqualTo(before);
    }
  }

  @Test
  void aidps_own_git_commands_run_no_hooks() throws IOException {
    try (Stage stage = Stage.onNative(folder)) {
      Path ran = folder.resolve("a-hook-ran");
      makeHooksFail(stage.repository().top().resolve(".git/hooks"), ran);
      UserState before = stage.repository().userState();

      RunView view = Stage.end(stage.start("hooks", PAIR));

      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(stage.repository().userState()).isEqualTo(before);
      assertThat(ran).doesNotExist();
    }
  }

  @Test
  void paths_with_spaces_unicode_and_newlines_survive() {
    List<String> names =
        List.of("a b.txt", "grüße 🦊.txt", "two\nlines.txt", "-dash", "quo'te\".txt");
    try (Stage stage = Stage.onNative(folder.resolve("ein Ordner\nmit ünïcode"))) {
      Act act = Act.complete();
      for (String name : names) {
        act = act.writing(name, name).writing("sub folder/" + name, name);
      }
      stage.agent().coder("one", act);

      RunView view = Stage.end(stage.start("names", PAIR));

      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      for (String name : names) {
        assertThat(stage.repository().files("aidp/names"))
            .containsEntry(name, name)
            .containsEntry("sub folder/" + name, name);
      }
    }
  }

  @Test
  void branches_and_worktrees_have_their_names_and_git_knows_nothing_of_the_state() {
    try (Stage stage = Stage.onNative(folder)) {
      stage
          .agent()
          .coder(
              "two", Act.complete().writing("two.txt", "2").waitingAt(stage.agent().gate("two")));
      var run = stage.start("names", PAIR);
      stage.agent().gate("two").awaitReached();

      assertThat(stage.repository().top().resolve(".aidp/workstreams/names/two/one.txt")).exists();
      assertThat(stage.repository().git("status", "--porcelain")).isEmpty();
      stage.agent().gate("two").open();
      Stage.end(run);

      assertThat(stage.repository().branches("aidp"))
          .containsExactly("aidp-units/names/one", "aidp-units/names/two", "aidp/names");
      assertThat(stage.repository().worktrees()).containsExactly(stage.repository().top());
      assertThat(stage.repository().top().resolve(".aidp/workstreams/names/one")).doesNotExist();
    }
  }

  @Test
  void works_for_the_main_worktree_when_called_from_a_linked_one() {
    try (Stage stage = Stage.onNative(folder)) {
      Path linked = folder.resolve("linked");
      stage.repository().git("worktree", "add", "--quiet", linked.toString());

      try (var aidp = dev.aidp.Aidp.open(linked, dev.aidp.options.AidpOptions.defaults())) {
        assertThat(aidp.top()).isEqualTo(stage.repository().top());
        assertThat(Stage.end(stage.start(aidp, "linked", PAIR)).state())
            .isEqualTo(RunState.COMPLETED);
      }
      assertThat(linked.resolve(".aidp")).doesNotExist();
    }
  }

  /** Everything a careless person leaves lying about. */
  private static void makeDirty(SampleRepository repository) {
    repository.write("kept.txt", "first\n").commitAll("More");
    repository.write("kept.txt", "stashed\n").git("stash", "push", "--quiet");
    repository.git("checkout", "--quiet", "--detach");
    repository.write("staged.txt", "staged\n").git("add", "staged.txt");
    repository.write("staged.txt", "staged, then changed\n");
    repository.write("kept.txt", "changed\n").write("untracked file.txt", "untracked\n");
    repository.git("rm", "--quiet", "--cached", "README.md");
  }

  private static void makeHooksFail(Path hooks, Path ran) throws IOException {
    Files.createDirectories(hooks);
    for (String name :
        List.of(
            "pre-commit",
            "commit-msg",
            "prepare-commit-msg",
            "post-checkout",
            "post-commit",
            "pre-merge-commit",
            "reference-transaction",
            "post-index-change")) {
      Path hook = hooks.resolve(name);
      Files.writeString(hook, "#!/bin/sh\necho " + name + " >> '" + ran + "'\nexit 1\n");
      Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
