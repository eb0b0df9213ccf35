package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Answer;
import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The refs of the repository; all lines of one update take effect, or none. */
record Refs(Git git) {

  /** No git holds a ref's lock this long: it was left by one that was killed. */
  private static final Duration STALE = Duration.ofSeconds(30);

  private static final Pattern LEFT_LOCK =
      Pattern.compile("Unable to create '(.*/refs/(?:aidp|heads/aidp).*\\.lock)': File exists");

  Optional<String> get(String ref) {
    Answer answer = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", ref);
    return answer.ok() ? Optional.of(answer.line()) : Optional.empty();
  }

  List<String> under(String folder) {
    return git.text("for-each-ref", "--format=%(refname)", folder + "/").lines().toList();
  }

  /** Performs lines in the form of {@code git update-ref --stdin}. */
  void update(List<String> lines) {
    Answer answer = tryUpdate(lines);
    if (!answer.ok()) {
      throw Git.failed(answer, "update-ref", "--stdin");
    }
  }

  /** Like {@link #update}, for whom a ref that has moved meanwhile is an answer. */
  Answer tryUpdate(List<String> lines) {
    Git reading = git.reading(String.join("\n", lines) + "\n");
    Answer answer = reading.run("update-ref", "-m", "aidp", "--stdin");
    return !answer.ok() && removedStaleLock(answer.errors())
        ? reading.run("update-ref", "--stdin")
        : answer;
  }

  private static boolean removedStaleLock(String errors) {
    Matcher matcher = LEFT_LOCK.matcher(errors);
    if (!matcher.find()) {
      return false;
    }
    Path lock = Path.of(matcher.group(1));
    try {
      Instant made = Files.getLastModifiedTime(lock).toInstant();
      return made.plus(STALE).isBefore(Instant.now()) && Files.deleteIfExists(lock);
    } catch (IOException gone) {
      return true;
    }
  }
}
