package dev.aidp.cli.io;

/**
 * Text from outside made fit for a terminal: no control characters, no more columns than there are.
 */
public final class Texts {

  private Texts() {}

  /**
   * Returns {@code text} with each control character replaced, tabs and line ends included, so that
   * it stays one line.
   */
  public static String printable(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().map(Texts::harmless).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Returns {@code text} as one word of a shell, in quotes only where it needs them. */
  public static String word(String text) {
    return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns how many columns {@code text} takes. */
  public static int width(String text) {
    return text.codePoints().map(Texts::columns).sum();
  }

  /** Returns {@code text} in at most {@code width} columns, with an ellipsis where it was cut. */
  public static String fit(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = width - 1;
    for (int point : text.codePoints().toArray()) {
      left -= columns(point);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return width <= 0 ? "" : cut.append('…').toString();
  }

  /** Returns {@code text} followed by blanks up to {@code width} columns. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  private static int harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\t' || point == '\n' || point == '\r' ? ' ' : '\uFFFD';
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.SURROGATE -> '\uFFFD';
      // Marks that turn the direction of what follows could make a line say something else.
      case Character.FORMAT -> point >= 0x202A && point <= 0x2069 ? '\uFFFD' : point;
      default -> point;
    };
  }

  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return wide(point) ? 2 : 1;
  }

  /** East Asian wide and full-width characters and emoji, in the ranges that matter. */
  private static boolean wide(int point) {
    return point >= 0x1100
        && (point <= 0x115F
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x1F300 && point <= 0x1FAFF)
            || (point >= 0x20000 && point <= 0x3FFFD));
  }
}
