package dev.aidp.runtime.journal;

import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's library, which is unpacked from its jar before the first connection: into the temporary
 * folder, or where that is full or nothing may be executed from it, beside the database.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PLACE = "org.sqlite.tmpdir";

  /** The first that loses nothing of a write-ahead log that several processes write. */
  private static final String LEAST = "3.51.3";

  private static boolean looked;

  private NativeLibrary() {}

  /** Loads it if it is not loaded yet, unpacked below {@code folder} where nothing else helps. */
  static synchronized void load(@Nullable Path folder) throws SQLException {
    if (!looked) {
      looked = true;
      tooOld(SQLiteJDBCLoader.getVersion()).ifPresent(LOG::warn);
    }
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

  /** Says what is wrong with a driver of this version, which another BOM may have chosen. */
  static Optional<String> tooOld(String version) {
    return Version.parse(version).compareTo(Version.parse(LEAST)) < 0
        ? Optional.of(
            ("SQLite %s can lose what is recorded while several processes write; %s and newer do"
                    + " not. Name a newer org.xerial:sqlite-jdbc: import aidp-bom before other BOMs,"
                    + " or set sqlite-jdbc.version below Spring Boot's parent.")
                .formatted(version, LEAST))
        : Optional.empty();
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
