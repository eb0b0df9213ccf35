package dev.aidp.activities.agent.provider;

import dev.aidp.activities.process.OutputSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts output into lines, in memory that is bounded whatever comes. In a line of JSON, long texts
 * are cut short so that it stays JSON; what is too long even so is not a line, and is passed over.
 */
public final class LineCutter implements OutputSink {

  /*
   * A line that begins with "{" is followed through its strings by three facts: whether we are in one, whether the last
   * byte was a backslash, and how many digits of a \\u escape are still to come. A string that has reached its limit
   * loses its bytes up to its closing quote; it is never cut within an escape. A character cut in two is malformed
   * UTF-8, which decoding replaces.
   */

  /** Longest text in a line of JSON, in bytes. */
  static final int LONGEST_TEXT = 1 << 20;

  /** Longest line, in bytes. */
  static final int LONGEST_LINE = 8 << 20;

  private static final int SMALL = 1 << 13;

  private final Consumer<String> lines;
  private final int longestText;
  private final int longestLine;
  private byte[] line = new byte[SMALL];
  private int length;
  private boolean tooLong;
  private boolean inText;
  private boolean cutting;
  private boolean afterBackslash;
  private int digits;
  private int text;

  /** Makes one that gives whole lines, without their ends, to {@code lines}. */
  public LineCutter(Consumer<String> lines) {
    this(lines, LONGEST_TEXT, LONGEST_LINE);
  }

  LineCutter(Consumer<String> lines, int longestText, int longestLine) {
    this.lines = lines;
    this.longestText = longestText;
    this.longestLine = longestLine;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        end();
      } else if (!tooLong && wanted(bytes[i])) {
        add(bytes[i]);
      }
    }
  }

  private boolean wanted(byte next) {
    if (length == 0 || line[0] != '{') {
      return true;
    }
    if (!inText) {
      inText = next == '"';
      text = 0;
      return true;
    }
    boolean inEscape = afterBackslash || digits > 0;
    cutting |= !inEscape && text >= longestText;
    if (afterBackslash) {
      afterBackslash = false;
      digits = next == 'u' ? 4 : 0;
    } else if (digits > 0) {
      digits--;
    } else {
      afterBackslash = next == '\\';
    }
    if (next == '"' && !inEscape) {
      inText = false;
      cutting = false;
      return true;
    }
    text++;
    return !cutting;
  }

  private void add(byte next) {
    if (length == longestLine) {
      tooLong = true;
      return;
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, Math.min(longestLine, length * 4));
    }
    line[length] = next;
    length++;
  }

  private void end() {
    if (!tooLong) {
      int last = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
      lines.accept(new String(line, 0, last, StandardCharsets.UTF_8));
    }
    line = line.length > SMALL ? new byte[SMALL] : line;
    length = 0;
    tooLong = false;
    inText = false;
    cutting = false;
    afterBackslash = false;
    digits = 0;
  }

  /** Says that nothing more comes: a last line without an end is one too. */
  public void flush() {
    if (length > 0) {
      end();
    }
  }
}
