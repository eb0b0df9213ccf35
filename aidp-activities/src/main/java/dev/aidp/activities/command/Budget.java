package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckResult;
import dev.aidp.run.Defaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shares out the room that feedback has among the checks that failed. */
final class Budget {

  private Budget() {}

  /**
   * Returns the results with digests that are together no longer than {@link
   * Defaults#FEEDBACK_TEXT}.
   */
  static ImmutableList<CheckResult> share(List<CheckResult> results) {
    long failed = results.stream().filter(result -> !result.passed()).count();
    int total = results.stream().mapToInt(result -> result.digest().length()).sum();
    if (total <= Defaults.FEEDBACK_TEXT) {
      return ImmutableList.copyOf(results);
    }
    int each = (int) (Defaults.FEEDBACK_TEXT / failed);
    return results.stream()
        .map(result -> reduced(result, each))
        .collect(ImmutableList.toImmutableList());
  }

  private static CheckResult reduced(CheckResult result, int limit) {
    if (result.digest().length() <= limit) {
      return result;
    }
    return new CheckResult(
        result.name(),
        result.passed(),
        result.exitCode(),
        again(result.digest(), limit),
        result.output(),
        result.millis(),
        result.clean());
  }

  private static String again(String digest, int limit) {
    try {
      return OutputDigest.of(
          new ByteArrayInputStream(digest.getBytes(StandardCharsets.UTF_8)), limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
