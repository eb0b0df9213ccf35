package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanCheckoutsTest {

  @TempDir Path folder;
  private final List<String> ended = new ArrayList<>();
  private Sandbox sandbox;
  private CleanCheckouts checkouts;

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
    checkouts =
        new CleanCheckouts(sandbox.layout, sandbox.worktrees, work -> ended.add(work.unit()));
  }

  @Test
  void the_first_that_is_free_is_leased() {
    try (CleanCheckouts.Lease first = lease();
        CleanCheckouts.Lease second = lease()) {
      assertThat(first.work().unit()).isEqualTo("_clean-1");
      assertThat(second.work().unit()).isEqualTo("_clean-2");
      first.close();
      try (CleanCheckouts.Lease third = lease()) {
        assertThat(third.work().unit()).isEqualTo("_clean-1");
      }
    }
  }

  @Test
  void what_dead_processes_have_left_in_any_that_is_free_is_ended() throws Exception {
    try (CleanCheckouts.Lease first = lease();
        CleanCheckouts.Lease second = lease()) {
      assertThat(List.of(first, second)).doesNotHaveDuplicates();
    }
    Files.createDirectories(sandbox.layout.processes().resolve("run").resolve("_clean-2"));
    ended.clear();

    lease().close();

    assertThat(ended).containsExactly("_clean-1", "_clean-2");
  }

  @Test
  void it_holds_the_tree_and_nothing_else_but_caches() throws Exception {
    try (CleanCheckouts.Lease lease = lease()) {
      lease.put(sandbox.state, ImmutableList.of());
      Path path = sandbox.worktrees.path(lease.work());
      Files.createDirectories(path.resolve("ignored"));
      Files.writeString(path.resolve("ignored/output"), "stale");
      Files.createDirectories(path.resolve("cache"));
      Files.writeString(path.resolve("cache/kept"), "stays");
      Files.writeString(path.resolve("file"), "changed");

      lease.put(sandbox.state, ImmutableList.of("cache"));

      assertThat(path.resolve("ignored")).doesNotExist();
      assertThat(path.resolve("file")).hasContent("one");
      assertThat(path.resolve("cache/kept")).exists();
    }
  }

  @Test
  void they_go_with_the_run() {
    Path worktrees = sandbox.layout.worktrees("run");
    try (CleanCheckouts.Lease lease = lease()) {
      lease.put(sandbox.state, ImmutableList.of());
      assertThat(worktrees.resolve("_clean-1")).exists();
    }

    checkouts.remove(new Work("run", 1, Work.CLEAN, 1));

    assertThat(worktrees.resolve("_clean-1")).doesNotExist();
    assertThat(worktrees.resolve("_clean-1.lock")).doesNotExist();
    assertThat(worktrees.resolve("unit")).exists();
  }

  private CleanCheckouts.Lease lease() {
    return checkouts.lease(Sandbox.WORK);
  }
}
