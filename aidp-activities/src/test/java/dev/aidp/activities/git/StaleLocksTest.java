package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaleLocksTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);

  @TempDir Path folder;
  TestRepository repository;
  GitActivitiesImpl git;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    git = repository.activities();
  }

  private Path lock(String path, Duration age) throws IOException {
    Path lock = repository.layout().gitDir().resolve(path);
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);
    return Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void a_worktree_opens_over_a_lock_of_ours_that_a_killed_git_left() throws IOException {
    git.open(WORK, repository.head());
    Path left = lock("refs/aidp/f-csv/model/origin.lock", Duration.ofMinutes(1));

    git.open(WORK, repository.head());

    assertThat(left).doesNotExist();
  }

  @Test
  void a_branch_is_made_over_a_lock_that_grows_old_while_we_wait() throws IOException {
    Path left = lock("refs/heads/aidp/f-csv.lock", Duration.ofSeconds(9));

    git.publish(WORK, "aidp/f-csv", repository.head(), null);

    assertThat(left).doesNotExist();
    assertThat(repository.sh("git rev-parse aidp/f-csv")).isEqualTo(repository.head());
  }

  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/aidpx.lock", "refs/heads/mine.lock"})
  void a_lock_of_another_branch_stays_and_is_named(String path) throws IOException {
    Path left = lock(path, Duration.ofMinutes(1));
    String branch = left.getFileName().toString().replace(".lock", "");

    assertThatThrownBy(() -> git.publish(WORK, branch, repository.head(), null))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining(path);

    assertThat(left).exists();
  }

  @Tag("long") // git itself waits for it
  @Test
  void the_lock_of_packed_refs_stays_and_is_named() throws IOException {
    git.publish(WORK, "aidp/f-csv", repository.head(), null);
    repository.sh("git update-ref refs/aidp/f-csv/model/kept/x HEAD; git pack-refs --all");
    Path left = lock("packed-refs.lock", Duration.ofMinutes(1));

    assertThatThrownBy(() -> git.tidy(WORK))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("packed-refs.lock");

    assertThat(left).exists();
  }
}
