package dev.aidp.activities.command;

import dev.aidp.activities.process.ProcessResult;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.command.CheckResult;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a result of how a check ended, and stores its output. */
final class Verdict {

  /** The exit code by which shells say that a command cannot be executed. */
  private static final int CANNOT_EXECUTE = 126;

  private Verdict() {}

  /**
   * Returns the result of {@code check} in the folder {@code top}, where it may have left reports.
   */
  static CheckResult of(
      Check check,
      ProcessResult ended,
      Duration usual,
      ArtifactStore store,
      Path top,
      boolean clean)
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
    RedOutput red =
        passed
            ? new RedOutput("", List.of())
            : red(ended, exitCode, check.timeout(usual), reported(check, ended, top));
    return new CheckResult(
            check.name(), passed, exitCode, red.text(), output, ended.took().toMillis(), clean)
        .withDetails(CheckResult.Details.NONE.withFailures(red.failures()))
        .of(check);
  }

  private static TestFailures reported(Check check, ProcessResult ended, Path top) {
    TestFailures found = new TestFailures();
    ReportFiles.read(top, check, ended.begun(), found);
    return found;
  }

  private static RedOutput red(
      ProcessResult ended, @Nullable Integer exitCode, Duration limit, TestFailures reported)
      throws IOException {
    if (ended.how() == ProcessResult.How.NOT_STARTED) {
      return new RedOutput("It could not be started: " + ended.problem(), List.of());
    }
    String how =
        exitCode == null
            ? "It did not end within %s s."
                .formatted(
                    BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString())
            : "Exit code " + exitCode + ".";
    try (InputStream bytes = ended.output().open()) {
      RedOutput said = RedOutput.of(bytes, reported, Defaults.INLINE_TEXT - how.length() - 1);
      String text = said.text().isEmpty() ? how : how + "\n" + said.text();
      return new RedOutput(text, said.failures());
    }
  }
}
