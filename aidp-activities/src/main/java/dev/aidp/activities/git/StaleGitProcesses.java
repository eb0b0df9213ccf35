package dev.aidp.activities.git;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gits of Aidp's own that outlived their process, killed at once, and still write into a worktree.
 * They are known by the worktree that Aidp names to them in their environment, which only Linux
 * shows; elsewhere they end by themselves.
 */
final class StaleGitProcesses {

  /** It is asked first: a git that is killed leaves its locks. */
  private static final long GRACE_SECONDS = 5;

  private StaleGitProcesses() {}

  /**
   * Ends those that work in {@code worktree}; this process's own are none. Returns when they are
   * gone.
   */
  static void end(Path worktree) {
    // Read as bytes, whatever the letters of its name are.
    String named =
        new String(
            ("GIT_WORK_TREE=" + worktree).getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    ImmutableSet<Long> own =
        ProcessHandle.current()
            .descendants()
            .map(ProcessHandle::pid)
            .collect(ImmutableSet.toImmutableSet());
    List<ProcessHandle> left =
        ProcessHandle.allProcesses()
            .filter(process -> !own.contains(process.pid()))
            .filter(process -> environment(process).anyMatch(named::equals))
            .collect(Collectors.toList());
    left.forEach(ProcessHandle::destroy);
    left.forEach(StaleGitProcesses::awaitExit);
    left.forEach(ProcessHandle::destroyForcibly);
    left.forEach(StaleGitProcesses::awaitExit);
  }

  private static Stream<String> environment(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
      return Stream.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1));
    } catch (IOException e) {
      return Stream.empty(); // not Linux, somebody else's, or gone
    }
  }

  private static void awaitExit(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS).join();
  }
}
