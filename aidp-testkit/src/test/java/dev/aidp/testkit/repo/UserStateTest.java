package dev.aidp.testkit.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserStateTest {

  @TempDir Path folder;
  SampleRepository repository;

  @BeforeEach
  void make() {
    repository = SampleRepository.in(folder.resolve("repository"));
    repository.git("branch", "topic");
    repository.git("worktree", "add", "--quiet", folder.resolve("linked").toString(), "topic");
    repository.write("README.md", "Stashed.\n").git("stash", "push", "--quiet");
    repository.git("pack-refs", "--all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo more >> README.md",
        "git update-index --chmod=+x README.md",
        "git update-ref refs/heads/topic $(git commit-tree -m x HEAD^{tree})",
        "git branch new",
        "git tag new",
        "git stash drop -q",
        "git config user.name Robot",
        "git symbolic-ref HEAD refs/heads/elsewhere",
        "echo '*.o' >> .git/info/exclude",
        "echo '*.o -text' > .git/info/attributes",
        "echo exit 0 > .git/hooks/pre-commit",
        "git reflog expire --all --expire=now",
        "git worktree lock ../linked",
        "git -C ../linked checkout -q --detach",
        "echo more >> ../linked/README.md",
        "mkdir -p .git/modules/lib; echo > .git/modules/lib/HEAD"
      })
  void what_is_the_users_is_seen_when_it_changes(String script) {
    UserState before = repository.userState();

    repository.sh(script);

    assertThat(before.changesIn(repository.userState())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir .aidp; echo > .aidp/aidp.db; echo /.aidp/ >> .git/info/exclude",
        "git branch aidp/f-csv; git branch aidp-units/f-csv/model; git pack-refs --all",
        "git update-ref --create-reflog refs/aidp/f-csv/model/origin HEAD",
        "git worktree add -q --detach .aidp/workstreams/f-csv/model",
        "git commit-tree -m x HEAD^{tree}"
      })
  void what_is_aidps_is_not(String script) {
    UserState before = repository.userState();

    repository.sh(script);

    assertThat(before.changesIn(repository.userState())).isEmpty();
  }

  @Test
  void the_result_of_a_run_may_have_any_name() {
    UserState before = repository.userState();

    repository.sh("git branch release");

    assertThat(before.changesIn(repository.userState())).isNotEmpty();
    assertThat(before.changesIn(repository.userState().without("release"))).isEmpty();
  }
}
