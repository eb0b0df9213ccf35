package dev.aidp.runtime.journal;

import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's library, which is unpacked from its jar before the first connection: into the temporary
 * folder, or where that is full or nothing may be executed from it, beside the database.
 */
final class NativeLibrary {

  private static final String PLACE = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /** Loads it if it is not loaded yet, unpacked below {@code folder} where nothing else helps. */
  static synchronized void load(@Nullable Path folder) throws SQLException {
    if (loads() || folder == null || System.getProperty(PLACE) != null) {
      return; // the connection says what is wrong
    }
    try {
      System.setProperty(PLACE, PrivateFiles.folder(folder.resolve("native")).toString());
      var unused = loads();
    } catch (IOException e) {
      System.clearProperty(PLACE);
    }
  }

  private static boolean loads() throws SQLException {
    try {
      return SQLiteJDBCLoader.initialize();
    } catch (NativeLibraryNotFoundException e) {
      return false;
    } catch (Exception e) {
      throw new SQLException(e);
    }
  }

  static boolean missing(SQLException e) {
    return e.getCause() instanceof NativeLibraryNotFoundException;
  }

  /** Returns the folders into which it was tried to unpack it. */
  static String places() {
    String other = System.getProperty(PLACE);
    String usual = System.getProperty("java.io.tmpdir", "/tmp");
    return other == null ? usual : usual + " or " + other;
  }
}
