package dev.aidp.testkit.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshCloneTest {

  @TempDir Path folder;
  SampleRepository repository;

  @BeforeEach
  void make() {
    repository = SampleRepository.in(folder.resolve("a repository"));
    repository.write(".gitignore", "build/\n").write("build/out.txt", "stale\n");
    repository.commitAll("Ignore the build");
    repository.git("branch", "other");
  }

  @Test
  void holds_what_was_committed_and_nothing_else() {
    FreshClone clone =
        FreshClone.of(repository.top(), "main", folder.resolve("clones/one"))
            .passes("text", "grep -q sample README.md")
            .passes("no build", "! test -e build");

    assertThat(clone.top().resolve(".gitignore")).exists();
    assertThat(SampleRepository.at(clone.top()).refs())
        .containsOnlyKeys(
            "refs/heads/main", "refs/remotes/origin/main", "refs/remotes/origin/HEAD");
  }

  @Test
  void a_check_that_needs_what_lies_about_in_the_repository_is_red_with_its_output() {
    FreshClone clone = FreshClone.of(repository.top(), "main", folder.resolve("clone"));

    assertThatThrownBy(() -> clone.passes("built", "echo looking; cat build/out.txt"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("The check built of branch main", "exit code 1", "looking");
  }

  @Test
  void a_branch_that_is_not_there_is_named() {
    assertThatThrownBy(() -> FreshClone.of(repository.top(), "none", folder.resolve("clone")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("A clone of branch none", "not found");
  }

  @Test
  void a_submodule_whose_commit_nobody_can_fetch_is_told() {
    SampleRepository library = SampleRepository.in(folder.resolve("library"));
    repository.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        library.top().toString(),
        "lib");
    repository.commitAll("Use the library");
    FreshClone.of(repository.top(), "main", folder.resolve("clone"))
        .passes("library", "test -e lib/README.md");

    SampleRepository used = SampleRepository.at(repository.top().resolve("lib"));
    used.git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x", "--allow-empty");
    repository.commitAll("Point to a commit that is nowhere else");

    assertThatThrownBy(() -> FreshClone.of(repository.top(), "main", folder.resolve("other")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(used.commit("HEAD"));
  }
}
