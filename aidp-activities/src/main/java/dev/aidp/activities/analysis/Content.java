package dev.aidp.activities.analysis;

import dev.aidp.activities.guard.SecretKind;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What is worth knowing of what a file holds; the content itself is not kept.
 *
 * @param lines of a text
 * @param binary whether it is none
 * @param secret whether something in it looks like a key or a token
 * @param conflict whether it has the markers of a conflict
 * @param elsewhere whether it only says where Git LFS keeps it
 */
record Content(long lines, boolean binary, boolean secret, boolean conflict, boolean elsewhere) {

  /** Where git looks for it, too. */
  private static final int LOOKED_AT = 8_000;

  private static final String LFS = "version https://git-lfs.github.com/spec/v1\n";

  private static final Pattern OURS = Pattern.compile("(?m)^<{7} ");
  private static final Pattern MIDDLE = Pattern.compile("(?m)^={7}$");
  private static final Pattern THEIRS = Pattern.compile("(?m)^>{7} ");

  /** Returns what there is to know of {@code bytes}. */
  static Content of(byte[] bytes) {
    // Each byte a character: no content breaks it, and all that is looked for is ASCII.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int nul = text.indexOf('\0');
    if (nul >= 0 && nul < LOOKED_AT) {
      return new Content(0, true, false, false, false);
    }
    return new Content(
        lines(bytes), false, SecretKind.anyIn(text), conflict(text), text.startsWith(LFS));
  }

  private static boolean conflict(String text) {
    return text.contains("<<<<<<< ")
        && OURS.matcher(text).find()
        && MIDDLE.matcher(text.replace("\r", "")).find()
        && THEIRS.matcher(text).find();
  }

  private static long lines(byte[] bytes) {
    long lines = bytes.length == 0 || bytes[bytes.length - 1] == '\n' ? 0 : 1;
    for (byte each : bytes) {
      lines += each == '\n' ? 1 : 0;
    }
    return lines;
  }
}
