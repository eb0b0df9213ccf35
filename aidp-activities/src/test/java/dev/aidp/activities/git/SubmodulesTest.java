package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submodules in working copies: filled from the user's own copies, and what is done in them. */
class SubmodulesTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);
  private static final Work OTHER = new Work("f-csv", 1, "other", 1);

  @TempDir Path folder;
  TestRepository repository;
  Worktrees worktrees;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    repository.sh(
        """
        git init -q -b main ../lib
        (cd ../lib; git config user.name Ada; git config user.email a@b; echo lib > lib.txt; git add -A; git commit -q -m lib)
        git -c protocol.file.allow=always submodule --quiet add "$(cd ../lib; pwd)" vendor/lib
        git commit -q -m 'with a submodule'
        """);
    worktrees = new Worktrees(repository.layout());
  }

  private String agent(String script) {
    return TestRepository.sh(worktrees.path(WORK), script);
  }

  @Test
  void they_are_filled_from_the_user_s_own_copies() {
    repository.sh("rm -rf ../lib");

    worktrees.open(WORK, repository.head());

    assertThat(agent("cat vendor/lib/lib.txt; git status --porcelain; git submodule status"))
        .startsWith("lib\n")
        .contains("vendor/lib");
    assertThat(agent("cd vendor/lib; git status --porcelain; git log --format=%s"))
        .isEqualTo("lib");
  }

  @Test
  void a_commit_in_one_is_kept_and_the_next_working_copy_has_it() throws IOException {
    TreeState start = worktrees.open(WORK, repository.head());
    var before = repository.users();
    agent(
        """
        cd vendor/lib; git config user.name Robot; git config user.email r@b
        git checkout -q -b fix; echo more >> lib.txt; git commit -q -a -m fix
        """);

    Worktrees.Recorded recorded = worktrees.record(WORK);
    worktrees.close(WORK);
    worktrees.open(OTHER, repository.head());
    worktrees.restore(OTHER, recorded.state());

    assertThat(worktrees.changed(start.tree(), recorded.state().tree()))
        .containsExactly("vendor/lib");
    assertThat(recorded.findings().faults()).isEmpty();
    assertThat(recorded.findings().warnings()).singleElement().asString().contains("push it");
    assertThat(TestRepository.sh(worktrees.path(OTHER), "cat vendor/lib/lib.txt"))
        .isEqualTo("lib\nmore");
    assertThat(repository.users()).isEqualTo(before);
  }

  @Test
  void files_that_were_changed_in_one_but_not_committed_there_go_back_to_the_agent() {
    worktrees.open(WORK, repository.head());
    agent("echo more >> vendor/lib/lib.txt");

    List<String> faults = worktrees.record(WORK).findings().faults();

    assertThat(faults).singleElement().asString().contains("`vendor/lib`", "commit them there");
  }

  @Test
  void put_back_it_is_as_it_was() {
    TreeState start = worktrees.open(WORK, repository.head());
    agent("cd vendor/lib; echo x > x; echo y > lib.txt; git checkout -q --orphan gone; rm -f .git");

    worktrees.restore(WORK, start);

    assertThat(agent("ls vendor/lib; cat vendor/lib/lib.txt; git status --porcelain"))
        .isEqualTo("lib.txt\nlib");
    assertThat(worktrees.tree(WORK)).isEqualTo(start.tree());
  }

  @Test
  void a_commit_that_no_copy_of_the_user_s_can_keep_goes_back_to_the_agent() {
    worktrees.open(WORK, repository.head());
    agent(
        """
        git init -q own; cd own; git config user.name R; git config user.email r@b
        git commit -q --allow-empty -m x; cd ..
        printf '[submodule "own"]\\n\\tpath = own\\n\\turl = /nowhere\\n' >> .gitmodules
        """);

    assertThat(worktrees.record(WORK).findings().faults())
        .singleElement()
        .asString()
        .contains("`own`", "would be lost");
  }

  @Test
  void a_name_that_leads_out_of_the_working_copy_is_not_followed() {
    repository.sh(
        """
        git config -f .gitmodules submodule.../../../../evil.path vendor/lib
        git config -f .gitmodules --unset submodule.vendor/lib.path
        git add -A; git commit -q -m evil
        """);

    TreeState start = worktrees.open(WORK, repository.head());

    assertThat(worktrees.tree(WORK)).isEqualTo(start.tree());
    assertThat(repository.top().resolve(".aidp/evil")).doesNotExist();
  }

  @Test
  void one_in_another_is_filled_too() {
    repository.sh(
        """
        cd vendor/lib
        git -c protocol.file.allow=always submodule --quiet add "$(cd ../../../lib; pwd)" deep
        git -c user.name=Ada -c user.email=a@b commit -q -m deeper
        cd ../..; git add -A; git commit -q -m deeper
        """);

    worktrees.open(WORK, repository.head());

    assertThat(agent("cat vendor/lib/deep/lib.txt; git status --porcelain")).isEqualTo("lib");
    assertThat(agent("cd vendor/lib/deep; git status --porcelain; git log --format=%s"))
        .isEqualTo("lib");
  }
}
