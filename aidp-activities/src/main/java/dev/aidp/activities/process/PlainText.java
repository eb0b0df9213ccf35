package dev.aidp.activities.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes out of a stream of bytes what would steer a terminal: escape sequences and control
 * characters other than tab and the ends of lines. Remembers between pieces where it stands, so a
 * sequence may be cut anywhere.
 */
public final class PlainText {

  private enum Place {
    TEXT,
    ESCAPE,
    CHARSET,
    CONTROL,
    STRING,
    STRING_ESCAPE
  }

  private Place place = Place.TEXT;

  /** Returns whether the next byte is text. */
  public boolean accepts(byte next) {
    int c = next & 0xff;
    if (c == '\n' || c == '\r') {
      // A line's end never belongs to a sequence: a broken one must not swallow what follows.
      place = Place.TEXT;
      return true;
    }
    switch (place) {
      case TEXT -> {
        if (c == 0x1b) {
          place = Place.ESCAPE;
        }
        return (c >= 0x20 && c != 0x7f) || c == '\t';
      }
      case ESCAPE -> place = afterEscape(c);
      case CHARSET -> place = Place.TEXT;
      case CONTROL -> place = c >= 0x40 && c <= 0x7e ? Place.TEXT : Place.CONTROL;
      case STRING ->
          place = c == 0x07 ? Place.TEXT : c == 0x1b ? Place.STRING_ESCAPE : Place.STRING;
      case STRING_ESCAPE -> place = c == '\\' ? Place.TEXT : afterEscape(c);
    }
    return false;
  }

  private static Place afterEscape(int c) {
    return switch (c) {
      case '[' -> Place.CONTROL;
      case ']', 'P', 'X', '^', '_' -> Place.STRING;
      case '(', ')', '*', '+', '#', '%', ' ' -> Place.CHARSET;
      case 0x1b -> Place.ESCAPE;
      default -> Place.TEXT;
    };
  }

  /**
   * Returns the text that {@code bytes} are in UTF-8, malformed bytes replaced and control
   * sequences taken out.
   */
  public static String of(byte[] bytes) {
    PlainText plain = new PlainText();
    ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
    for (byte each : bytes) {
      if (plain.accepts(each)) {
        kept.write(each);
      }
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Returns {@code text} without control sequences. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns {@code index}, or the next one where it would cut a character in two. */
  public static int start(String text, int index) {
    boolean cuts =
        index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
    return cuts ? index + 1 : index;
  }
}
