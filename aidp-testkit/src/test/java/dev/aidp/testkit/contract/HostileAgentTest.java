package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts §§3 and 5: whatever an agent does to git, its files are what counts. */
class HostileAgentTest {

  private static final String ONE_UNIT = "units: [{id: odd, task: Be odd.}]\n";

  @TempDir Path folder;
  Stage stage;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private RunView run(String script) {
    stage.agent().coder("odd", Act.writes("new.txt", "new\n").shell(script));
    return Stage.end(stage.start("run", Setting.plan(ONE_UNIT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git add -A; git commit -q -m mine; git checkout -q -b beside",
        "rm -rf .git",
        "rm -rf .git; git init -q .",
        "rm -rf \"$(git rev-parse --absolute-git-dir)\"",
        "echo garbage > \"$(git rev-parse --absolute-git-dir)/HEAD\"",
        "rm \"$(git rev-parse --absolute-git-dir)/index\"",
        "touch \"$(git rev-parse --absolute-git-dir)/index.lock\"",
        "git checkout -q --orphan lonely; git rm -q --cached new.txt || :"
      })
  void its_files_and_nothing_else_are_the_work_of_the_unit(String script) {
    String main = stage.repository().commit("main");

    RunView end = run(script);

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.repository().files("aidp/run")).containsOnlyKeys("README.md", "new.txt");
    assertThat(stage.repository().commit("main")).isEqualTo(main);
    assertThat(stage.repository().git("status", "--porcelain")).isEmpty();
    assertThat(stage.repository().worktrees()).hasSize(1);
  }

  @Test
  void who_removes_its_worktree_has_failed_and_deleted_nothing() {
    RunView end =
        run(
            "[ -e \"$home/removed\" ] || { : > \"$home/removed\"; here=$PWD; cd /; "
                + "rm -rf \"$here\"; exit 0; }");

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.units().get(0).state()).isEqualTo(UnitState.MERGED);
    assertThat(stage.agent().calls("odd")).hasSize(2);
    assertThat(stage.repository().files("aidp/run")).containsOnlyKeys("README.md", "new.txt");
  }
}
