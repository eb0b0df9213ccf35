package dev.aidp.workflows.plan;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

/**
 * Lines of a limited width. What comes from outside can neither break a line nor steer a terminal.
 */
final class Paragraph {

  /** What fits every terminal and code review. */
  static final int WIDTH = 100;

  private static final CharMatcher UNPRINTABLE =
      CharMatcher.javaIsoControl()
          .or(CharMatcher.whitespace())
          .or(CharMatcher.inRange('\u200b', '\u200f')) // invisible, or turning the direction
          .or(CharMatcher.inRange('\u202a', '\u202e'))
          .or(CharMatcher.inRange('\u2060', '\u2069'))
          .or(CharMatcher.is('\ufeff'));

  private final StringBuilder lines = new StringBuilder();

  /** Adds an empty line. */
  void blank() {
    lines.append('\n');
  }

  /** Adds a line that is known to be short enough. */
  void line(String text) {
    lines.append(text.stripTrailing()).append('\n');
  }

  /**
   * Adds {@code text} after {@code first}, broken between words, each further line after {@code
   * next}.
   */
  void add(String first, String next, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean fresh = true;
    for (String word : Splitter.on(' ').split(UNPRINTABLE.trimAndCollapseFrom(text, ' '))) {
      if (!fresh && line.length() + 1 + word.length() > WIDTH
          || fresh && line.length() + word.length() > WIDTH && next.length() < line.length()) {
        line(line.toString());
        line = new StringBuilder(next);
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      fresh = false;
      while (line.length() > WIDTH) { // a word that is longer than a line
        line(line.substring(0, WIDTH));
        line.delete(0, WIDTH).insert(0, next);
      }
    }
    line(line.toString());
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
