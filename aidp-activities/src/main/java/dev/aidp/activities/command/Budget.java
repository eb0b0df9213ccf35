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

  /** Room for the failed tests of all checks beside their digests, in characters. */
  private static final int TESTS = 4_000;

  private Budget() {}

  /**
   * Returns the results with digests that are together no longer than {@link
   * Defaults#FEEDBACK_TEXT}.
   */
  static ImmutableList<CheckResult> share(List<CheckResult> results) {
    long failed = results.stream().filter(result -> !result.passed()).count();
    if (failed == 0) {
      return ImmutableList.copyOf(results);
    }
    int total = results.stream().mapToInt(result -> result.digest().length()).sum();
    int each = total <= Defaults.FEEDBACK_TEXT ? total : (int) (Defaults.FEEDBACK_TEXT / failed);
    int tests = (int) (TESTS / failed);
    return results.stream()
        .map(result -> reduced(fewer(result, tests), each))
        .collect(ImmutableList.toImmutableList());
  }

  private static CheckResult fewer(CheckResult result, int room) {
    CheckResult.Details more = result.more();
    return result.withDetails(more.withFailures(TestFailures.within(more.failures(), room)));
  }

  private static CheckResult reduced(CheckResult result, int limit) {
    if (result.digest().length() <= limit) {
      return result;
    }
    return result.withDigest(again(result.digest(), limit));
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
