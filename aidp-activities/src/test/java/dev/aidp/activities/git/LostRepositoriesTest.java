package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories below a working copy that an agent has deleted or moved. */
class LostRepositoriesTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);

  @TempDir Path folder;
  TestRepository repository;
  Worktrees worktrees;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    repository.sh(
        """
        git init -q ../library
        git -C ../library -c user.name=A -c user.email=a@example.org commit -q --allow-empty -m library
        git -c protocol.file.allow=always submodule --quiet add "$PWD/../library" lib
        git commit -q -m library
        """);
    worktrees = new Worktrees(repository.layout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf .git",
        "rm -rf .git/modules",
        "git init -q --separate-git-dir ../elsewhere",
        "rm -rf .git; git init -q",
        "echo garbage > lib/.git"
      })
  void a_submodule_stays_what_it_was_and_the_other_work_is_recorded(String script) {
    TreeState start = worktrees.open(WORK, repository.head());

    TestRepository.sh(worktrees.path(WORK), "echo new > new.txt; " + script);
    TreeState work = worktrees.record(WORK).state();

    assertThat(worktrees.changed(start.tree(), work.tree())).containsExactly("new.txt");
    worktrees.restore(WORK, work);
    assertThat(worktrees.record(WORK).state()).isEqualTo(work);
    assertThat(TestRepository.sh(worktrees.path(WORK), "git -C lib log --format=%s"))
        .isEqualTo("library");
  }

  @Test
  void the_files_of_one_that_nobody_knows_are_plain_files() {
    TreeState start = worktrees.open(WORK, repository.head());

    TestRepository.sh(
        worktrees.path(WORK), "mkdir inner; echo x > inner/x; echo 'gitdir: /gone' > inner/.git");

    assertThat(worktrees.changed(start.tree(), worktrees.record(WORK).state().tree()))
        .containsExactly("inner/x");
  }
}
