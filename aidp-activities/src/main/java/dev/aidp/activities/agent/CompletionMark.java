package dev.aidp.activities.agent;

import dev.aidp.activities.process.OutputSink;
import dev.aidp.activities.process.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Looks for the line by which an agent says that it is done. Case, blanks, Markdown emphasis,
 * colour codes and a final dot do not matter; a quoted line is none. Works on output of any size,
 * with the memory of one short line.
 */
final class CompletionMark implements OutputSink {

  /** What the line says. */
  static final String TEXT = "STATUS: COMPLETE";

  private static final String BARE = "status:complete";

  /**
   * No line with the mark is longer, in bytes without blanks: every character may be emphasised.
   */
  private static final int LONGEST = 256;

  private final PlainText plain = new PlainText();
  private final byte[] line = new byte[LONGEST];
  private int length;
  private boolean found;

  @Override
  public void take(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count && !found; i++) {
      if (plain.accepts(bytes[i])) {
        add(bytes[i]);
      }
    }
  }

  private void add(byte next) {
    if (next == '\n' || next == '\r') {
      endLine();
    } else if (next != ' ' && next != '\t') {
      if (length < LONGEST) {
        line[length] = next;
      }
      length = Math.min(length + 1, LONGEST + 1);
    }
  }

  private void endLine() {
    found |= length <= LONGEST && bare(new String(line, 0, length, StandardCharsets.UTF_8));
    length = 0;
  }

  /** Returns whether a line of all that came, the last one included, is the mark. */
  boolean found() {
    endLine();
    return found;
  }

  /** Returns whether {@code line} is the mark. */
  static boolean in(String line) {
    return bare(PlainText.of(line));
  }

  private static boolean bare(String line) {
    StringBuilder kept = new StringBuilder();
    line.codePoints().filter(CompletionMark::matters).forEach(kept::appendCodePoint);
    int start = 0;
    while (start < kept.length() && kept.charAt(start) == '#') {
      start++;
    }
    int end = kept.length();
    if (end > start && kept.charAt(end - 1) == '.') {
      end--;
    }
    return kept.substring(start, end).toLowerCase(Locale.ROOT).equals(BARE);
  }

  private static boolean matters(int c) {
    boolean blank =
        Character.isWhitespace(c)
            || Character.isSpaceChar(c)
            || Character.getType(c) == Character.FORMAT;
    return !blank && "*_`~".indexOf(c) < 0;
  }

  /**
   * Returns {@code text} with each line that is the mark, or begins a question, put in quotes, so
   * that an echo of it says nothing.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length());
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        continue;
      }
      String line = text.substring(start, i);
      quoted.append(
          in(line) ? "> \"" + TEXT + "\"" : QuestionMark.begins(line) ? "> " + line : line);
      if (i < text.length()) {
        quoted.append(text.charAt(i));
      }
      start = i + 1;
    }
    return quoted.toString();
  }
}
