package dev.aidp.runtime.journal;

import dev.aidp.failure.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What a failure of SQLite means: the environment's fault can be mended and the run goes on; all
 * else is a bug.
 */
final class SqlFailure {

  private SqlFailure() {}

  static RuntimeException of(SQLException e, String where) {
    if (NativeLibrary.missing(e)) {
      String places = NativeLibrary.places();
      return unusable(
          e,
          where,
          "SQLite's library cannot be unpacked into %s and run there".formatted(places),
          "Make room there, and mount it without noexec; or name a folder by -Dorg.sqlite.tmpdir=DIR in"
              + " JAVA_TOOL_OPTIONS.");
    }
    // The low byte is SQLite's primary result code; the rest says where in its source it arose.
    return switch (e.getErrorCode() & 0xff) {
      case 13 -> unusable(e, where, "the disk is full", "Free some space, then go on.");
      case 10 ->
          unusable(e, where, "the disk cannot be read or written", "Look at the disk, then go on.");
      case 5, 6 ->
          unusable(
              e,
              where,
              "another process has locked it for too long",
              "End that process, then go on.");
      case 3, 8, 14, 23 ->
          unusable(
              e,
              where,
              "it cannot be opened or written",
              Files.isWritable(Path.of(where))
                  ? "Allow more open files (ulimit -n 1024), then go on."
                  : "Set its permissions, then go on.");
      case 11, 26 ->
          unusable(e, where, "it is damaged or no database", "Put a copy back, or move it away.");
      case 7 -> unusable(e, where, "there is no memory left", "Give it more memory, then go on.");
      default ->
          new IllegalStateException(
              "The database " + where + " refused a statement: " + e.getMessage(), e);
    };
  }

  static UnusableException gone(String where) {
    return new UnusableException(
        "The database %s is gone, and what it knew of runs with it.".formatted(where),
        "See who removed it (git clean -x takes ignored folders; -e .aidp spares it), then try again: it begins anew.");
  }

  private static UnusableException unusable(
      SQLException e, String where, String what, String remedy) {
    return new UnusableException(
        "The database %s cannot be used: %s (%s).".formatted(where, what, e.getMessage()),
        remedy,
        e);
  }
}
