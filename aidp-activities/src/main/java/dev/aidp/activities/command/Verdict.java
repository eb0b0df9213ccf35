package dev.aidp.activities.command;

import dev.aidp.activities.process.ProcessResult;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.command.CheckResult;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes a result of how a check ended, and stores its output. */
final class Verdict {

  /** The exit code by which shells say that a command cannot be executed. */
  private static final int CANNOT_EXECUTE = 126;

  private Verdict() {}

  static CheckResult of(
      Check check, ProcessResult ended, Duration limit, ArtifactStore store, boolean clean)
      throws IOException {
    Integer exitCode =
        ended.how() == ProcessResult.How.NOT_STARTED
            ? Integer.valueOf(CANNOT_EXECUTE)
            : ended.exitCode();
    boolean passed = exitCode != null && exitCode == 0;
    String output;
    try (InputStream bytes = ended.output().open()) {
      output = store.put(bytes);
    }
    String digest = passed ? "" : digest(ended, exitCode, limit);
    return new CheckResult(
        check.name(), passed, exitCode, digest, output, ended.took().toMillis(), clean);
  }

  private static String digest(ProcessResult ended, @Nullable Integer exitCode, Duration limit)
      throws IOException {
    if (ended.how() == ProcessResult.How.NOT_STARTED) {
      return "It could not be started: " + ended.problem();
    }
    String how =
        exitCode == null
            ? "It did not end within %d s.".formatted(limit.toSeconds())
            : "Exit code " + exitCode + ".";
    try (InputStream bytes = ended.output().open()) {
      String digest = OutputDigest.of(bytes, Defaults.INLINE_TEXT - how.length() - 1);
      return digest.isEmpty() ? how : how + "\n" + digest;
    }
  }
}
