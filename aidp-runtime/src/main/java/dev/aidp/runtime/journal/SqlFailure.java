package dev.aidp.runtime.journal;

import dev.aidp.failure.UnusableException;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;

/**
 * What a failure of SQLite means: the environment's fault can be mended and the run goes on; all
 * else is a bug.
 */
final class SqlFailure {

  private SqlFailure() {}

  static RuntimeException of(SQLException e, String where) {
    if (e.getCause() instanceof NativeLibraryNotFoundException) {
      // It is unpacked at the first connection.
      return unusable(
          e,
          where,
          "SQLite's library cannot be unpacked into the temporary folder",
          "Free some space in %s, then go on.".formatted(System.getProperty("java.io.tmpdir")));
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
          unusable(e, where, "it cannot be opened or written", "Set its permissions, then go on.");
      case 11, 26 ->
          unusable(e, where, "it is damaged or no database", "Put a copy back, or move it away.");
      case 7 -> unusable(e, where, "there is no memory left", "Give it more memory, then go on.");
      default ->
          new IllegalStateException(
              "The database " + where + " refused a statement: " + e.getMessage(), e);
    };
  }

  private static UnusableException unusable(
      SQLException e, String where, String what, String remedy) {
    return new UnusableException(
        "The database %s cannot be used: %s (%s).".formatted(where, what, e.getMessage()),
        remedy,
        e);
  }
}
