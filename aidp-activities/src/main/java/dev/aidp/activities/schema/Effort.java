package dev.aidp.activities.schema;

import java.util.regex.Pattern;

/**
 * How much work one check may be. Counted and not timed, so that every host decides alike: a schema
 * of a few lines can ask for more than any machine does. Used by one thread.
 */
final class Effort {

  private static final int MOST_STEPS = 2_000_000;
  private static final long MOST_CHARACTERS = 50_000_000;

  private int steps;
  private long characters;

  /** Counts the use of one keyword on one value. */
  void step() {
    if (++steps > MOST_STEPS) {
      throw new TooMuchException();
    }
  }

  /** Looks for {@code pattern} in {@code text}, as far as that is worth it. */
  void find(Pattern pattern, String text) {
    var unused = pattern.matcher(new Counted(text, this)).find();
  }

  private void read() {
    if (++characters > MOST_CHARACTERS) {
      throw new TooMuchException();
    }
  }

  /** It was more. */
  static final class TooMuchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooMuchException() {
      super("too much work");
    }
  }

  /** A text of which every look at a character counts. */
  private record Counted(CharSequence text, Effort effort) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      effort.read();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), effort);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
