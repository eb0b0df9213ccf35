package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.TestFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What a red check has said, reduced: which tests failed, where and with what message, then the
 * distinctive lines of its output. Pure; the memory is small however long the output is.
 *
 * @param text all of it
 * @param failures the tests
 */
record RedOutput(String text, List<TestFailure> failures) {

  /** An event of a test, or a line of its diagnostics, is no longer, in characters. */
  private static final int LINE = 4_000;

  /** Copies the list. */
  RedOutput {
    failures = ImmutableList.copyOf(failures);
  }

  /**
   * Reads {@code output}.
   *
   * @param reported what the check's own reports say; where they say nothing, the output may
   * @param limit the most characters of the text
   */
  static RedOutput of(InputStream output, TestFailures reported, int limit) throws IOException {
    TestFailures told = new TestFailures();
    TapReader tap = new TapReader(told);
    GoTestJson go = new GoTestJson(told);
    OutputDigest digest = new OutputDigest();
    PlainLines.read(
        output,
        LINE,
        line -> {
          String text = go.line(line);
          tap.line(text);
          digest.add(text);
        });
    tap.end();
    TestFailures all = reported.isEmpty() ? told : reported;
    String tests = all.text(limit / 2);
    String rest = digest.text(limit - tests.length() - 1);
    String text = tests.isEmpty() || rest.isEmpty() ? tests + rest : tests + "\n" + rest;
    return new RedOutput(text, all.list());
  }
}
