package dev.aidp.activities.guard;

import java.util.regex.Pattern;

/**
 * A line that may be looked at only so often: an expression that somebody has written may take for
 * ever on what an agent has.
 */
final class BoundedText implements CharSequence {

  /** A second or two; what is reasonable looks at each character a few times. */
  private static final long MOST = 50_000_000;

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private long looks;

  private BoundedText(String text) {
    this.text = text;
  }

  /** Returns whether {@code pattern} matches a part of {@code line}; in doubt it does. */
  static boolean finds(Pattern pattern, String line) {
    try {
      return pattern.matcher(new BoundedText(line)).find();
    } catch (TooLong | StackOverflowError e) {
      return true;
    }
  }

  @Override
  public char charAt(int index) {
    if (++looks > MOST) {
      throw new TooLong();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
