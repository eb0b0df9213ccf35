package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lock files that a git left which was killed, by a power cut for instance. Git never removes them,
 * and so one of our refs could never be moved again. Those of other refs are not ours to judge.
 */
final class StaleLocks {

  /** No git holds a ref's lock this long. */
  private static final Duration STALE = Duration.ofSeconds(10);

  private static final Pattern LOCK =
      Pattern.compile(
          "[Uu]nable to create (?:file )?'(.*(?:\\.lock|packed-refs\\.new))': File exists");

  private static final Pattern OURS = Pattern.compile(".*/refs/(?:aidp|heads/aidp(?:-units)?)/.*");

  private StaleLocks() {}

  /**
   * Returns whether it was a lock of ours that stopped git, and that lock is gone now; waits until
   * it is certain that nobody holds it.
   *
   * @throws UnusableException if it was a lock of which only the user can say whether it is held
   */
  static boolean removed(GitResult answer) {
    Matcher matcher = LOCK.matcher(answer.errors());
    if (answer.ok() || !matcher.find()) {
      return false;
    }
    Path lock = Path.of(matcher.group(1));
    if (!OURS.matcher(matcher.group(1)).matches()) {
      throw new UnusableException(
          "Another git holds the lock " + lock + ", or was killed while it did.",
          "If no git works in this repository, remove that file; then try again.");
    }
    try {
      awaitStale(lock);
      Files.deleteIfExists(lock);
      return true;
    } catch (IOException e) {
      throw Storage.failed("The lock " + lock + " cannot be removed", e);
    }
  }

  private static void awaitStale(Path lock) throws IOException {
    Instant limit = Instant.now().plus(STALE);
    while (Files.exists(lock) && !stale(lock) && Instant.now().isBefore(limit)) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StepCancelledException("Interrupted while another git held " + lock + ".");
      }
    }
  }

  private static boolean stale(Path lock) throws IOException {
    Instant made = Files.getLastModifiedTime(lock).toInstant();
    return made.plus(STALE).isBefore(Instant.now());
  }
}
