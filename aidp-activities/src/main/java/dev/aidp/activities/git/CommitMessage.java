package dev.aidp.activities.git;

import com.google.common.base.CharMatcher;
import dev.aidp.run.Work;

/**
 * The messages of the commits that Aidp makes: a subject, and trailers that say whose step made
 * them.
 */
final class CommitMessage {

  /** The trailer by which a commit is found again. */
  static final String EFFECT = "Aidp-Effect";

  private static final int SUBJECT = 72;

  private CommitMessage() {}

  static String ofMerge(Work work, String unit, String effect) {
    return "Merge " + unit + trailers(work.run(), unit, effect);
  }

  /** Returns the trailers that follow the others of a squashed unit's message. */
  static String ofSquash(Work work, String unit, String effect) {
    return trailers(work.run(), unit, effect).strip() + "\n";
  }

  static String ofUnit(Work work, String task, String effect) {
    String first =
        task.lines()
            .map(CommitMessage::plain)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .orElse("work");
    return shortened(work.unit() + ": " + first) + trailers(work.run(), work.unit(), effect);
  }

  private static String trailers(String run, String unit, String effect) {
    return "\n\nAidp-Run: %s\nAidp-Unit: %s\n%s: %s\n".formatted(run, unit, EFFECT, effect);
  }

  /** A task is text from outside: nothing in it may move a terminal's cursor. */
  private static String plain(String line) {
    return CharMatcher.whitespace()
        .trimAndCollapseFrom(CharMatcher.javaIsoControl().replaceFrom(line, ' '), ' ');
  }

  private static String shortened(String subject) {
    if (subject.codePointCount(0, subject.length()) <= SUBJECT) {
      return subject;
    }
    return subject.substring(0, subject.offsetByCodePoints(0, SUBJECT - 1)).strip() + "…";
  }
}
