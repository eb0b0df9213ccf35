package dev.aidp.activities.git.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What git said.
 *
 * @param exit its exit code
 * @param bytes its standard output
 * @param errors its standard error
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Never compared; a copy of a large output would be waste.
public record GitResult(int exit, byte[] bytes, String errors) {

  /** Returns whether it exited 0. */
  public boolean ok() {
    return exit == 0;
  }

  /** Returns its standard output. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns its standard output with each byte as a character, for texts that need not be UTF-8.
   */
  public String octets() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Returns its standard output without the last line's end. */
  public String line() {
    String text = text();
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** Returns its standard output cut at each NUL; the last NUL ends a field and begins none. */
  public List<String> fields() {
    String text = text();
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int nul = text.indexOf('\0'); nul >= 0; nul = text.indexOf('\0', from)) {
      fields.add(text.substring(from, nul));
      from = nul + 1;
    }
    if (from < text.length()) {
      fields.add(text.substring(from));
    }
    return fields;
  }
}
