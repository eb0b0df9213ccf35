package dev.aidp.activities.command;

import dev.aidp.activities.process.PlainText;
import dev.aidp.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines of any length from bytes of any kind, without what steers a terminal. */
final class PlainLines {

  private static final int PIECE = 1 << 16;
  private static final int BYTES_PER_CHAR = 4;

  private PlainLines() {}

  /** Passes each line, cut after {@code longest} characters. */
  static void read(InputStream bytes, int longest, Consumer<String> lines) throws IOException {
    PlainText plain = new PlainText();
    byte[] line = new byte[longest * BYTES_PER_CHAR];
    int length = 0;
    byte[] piece = new byte[PIECE];
    for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
      for (int i = 0; i < count; i++) {
        byte next = piece[i];
        if (!plain.accepts(next)) {
          continue;
        }
        if (next == '\n' || next == '\r') {
          lines.accept(text(line, length, longest));
          length = 0;
        } else if (length < line.length) {
          line[length] = next;
          length++;
        }
      }
    }
    lines.accept(text(line, length, longest));
  }

  private static String text(byte[] line, int length, int longest) {
    return Excerpt.start(
        new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing(), longest);
  }
}
