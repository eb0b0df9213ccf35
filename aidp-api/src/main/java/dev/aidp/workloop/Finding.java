package dev.aidp.workloop;

import dev.aidp.run.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Something that a reviewer has found.
 *
 * @param severity how grave it is
 * @param file in which file, from the top of the repository; null: in none, or in many
 * @param line in which line of it, from 1; or null
 * @param message what it is, and what would be better
 * @param untouched whether it is in a file that the work has not changed: it is nobody's to mend
 *     here
 */
public record Finding(
    Severity severity,
    @Nullable String file,
    @Nullable Integer line,
    String message,
    boolean untouched) {

  /** Returns the same one, in a file that the work has changed or not. */
  public Finding in(boolean unchanged) {
    return new Finding(severity, file, line, message, unchanged);
  }

  /** Returns it on one line: {@code high: src/A.java:12: It is never closed.} */
  public String text() {
    String where = file == null ? "" : file + (line == null ? "" : ":" + line) + ": ";
    return severity.wireName() + ": " + where + message.replaceAll("\\s+", " ").strip();
  }
}
