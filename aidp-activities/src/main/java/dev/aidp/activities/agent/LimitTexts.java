package dev.aidp.activities.agent;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells texts of limits from texts about limits: what speaks of a limit, a quota or usage and names
 * a time is a wait until then, in whatever words. Pure.
 */
final class LimitTexts {

  /** A limit's end may be told a little further down. */
  private static final int LINES_AFTER = 2;

  /** A program that fails says why at its end; before that is what its agent said. */
  private static final int LAST_LINES = 12;

  private static final Pattern SPEAKS =
      insensitive(
          "\\blimit(?:s|ed)?\\b|limit[-_]|[-_]limit|ratelimit|usage\\b|quota|too"
              + " many|\\b429\\b|throttl|exhausted|\\bcapacity\\b|premium requests?|out of"
              + " .{0,20}credits");

  /** Limits of another kind: no waiting helps against these. */
  private static final Pattern OTHER =
      insensitive(
          "context|token"
              + " limit|(?:memory|time|size|file|disk|stack|recursion|character|line|turns?|iterations?|heap|process|descriptors?|job|depth|length)[-"
              + " ](?:limit|quota)|ulimit|EDQUOT|^\\s*usage:");

  /** What a test or a compiler writes. */
  private static final Pattern TESTS =
      insensitive(
          "^\\s*(?:(?-i:FAILED|FAIL|PASS|PASSED)\\b|(?:not )?ok \\d|---|===|E\\s{2,}|at"
              + " \\S+[(:]|(?:it|test|describe|expect|assert)\\w*\\s*\\(|\\d+"
              + " (?:passed|failed|tests?)\\b|Tests?"
              + " run:|expected:|received:|actual:|\\d+\\s*[|│])|AssertionError|assertThat|\\bexpect(?:ed)?\\(|\\bexpected\\b.*\\b(?:got|but"
              + " was|received|actual)\\b"
              + "|\\.(?:test|spec)\\.[jt]sx?|\\btest_\\w+|_test\\.(?:go|py|rb)|Tests?\\.(?:java|kt|cs)|::test");

  /** How an agent tells of its work, or shows it. */
  private static final Pattern PROSE =
      insensitive(
          "^\\s*(?:[-+*•>]\\s|```|(?:I(?:'ve| have| will)?|we(?:'ve|"
              + " have)?|now)\\s+\\S+(?:ed|ing|wrote|made)\\b"
              + "|(?:added|implemented|created|fixed|updated|refactored|removed|wrote|introduced|configured|changed|documented|tested)\\b)");

  /**
   * A limit and its end.
   *
   * @param until when it ends
   * @param line where it says so
   */
  record Timed(Instant until, String line) {}

  private LimitTexts() {}

  private static Pattern insensitive(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Returns the last limit of which {@code text} names an end that is not past, unless something
   * that no waiting helps against is told after it.
   */
  static Optional<Timed> timed(String text, Instant now, ZoneId zone) {
    List<String> lines = text.lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      if (FailurePatterns.needsMore(line)) {
        return Optional.empty();
      }
      if (!speaks(line)) {
        continue;
      }
      String near =
          String.join("\n", lines.subList(i, Math.min(lines.size(), i + 1 + LINES_AFTER)));
      Optional<Instant> until = ResetTimes.in(near, now, zone);
      if (until.isPresent()) {
        return Optional.of(new Timed(until.get(), line));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what decides in {@code text}: all of it, or only its end where that tells of something
   * that no waiting helps against.
   */
  static String decisive(String text) {
    List<String> lines = text.lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (FailurePatterns.needsMore(lines.get(i))) {
        return String.join("\n", lines.subList(i, lines.size()));
      }
      if (speaks(lines.get(i))) {
        return text;
      }
    }
    return text;
  }

  private static boolean speaks(String line) {
    return SPEAKS.matcher(line).find() && !OTHER.matcher(line).find();
  }

  /** Returns what a program wrote to standard error, without what tests wrote. */
  static String errors(String text) {
    return String.join("\n", text.lines().filter(line -> !TESTS.matcher(line).find()).toList());
  }

  /** Returns the end of what a program wrote to standard output that may be an error of its own. */
  static String output(String text) {
    List<String> lines = new ArrayList<>(text.lines().filter(line -> !line.isBlank()).toList());
    List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return String.join(
        "\n",
        last.stream()
            .filter(line -> !TESTS.matcher(line).find() && !PROSE.matcher(line).find())
            .toList());
  }
}
