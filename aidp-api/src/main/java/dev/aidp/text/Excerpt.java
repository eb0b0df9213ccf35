package dev.aidp.text;

/**
 * A part of a text that is too long to be kept or shown; what is missing is an ellipsis. No
 * character that takes two chars is torn apart: a half of one is no Unicode text, and readers of
 * JSON other than ours may refuse it.
 */
public final class Excerpt {

  private static final String MORE = "…";

  private Excerpt() {}

  /** Returns {@code text}, or its beginning, in at most {@code most} chars, at least one. */
  public static String start(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Math.max(0, most - 1);
    boolean torn = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, torn ? end - 1 : end) + MORE;
  }

  /** Returns {@code text}, or its end, in at most {@code most} chars, at least one. */
  public static String end(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int begin = text.length() - Math.max(0, most - 1);
    boolean torn = begin < text.length() && Character.isLowSurrogate(text.charAt(begin));
    return MORE + text.substring(torn ? begin + 1 : begin);
  }
}
