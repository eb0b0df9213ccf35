package dev.aidp.runtime.journal;

import java.sql.SQLException;

/** Tells, cheaply, whether anybody has written to a database. */
public final class Changes implements AutoCloseable {

  private final Database database;
  private final Sql connection;
  private long seen = -1;

  Changes(Database database, Sql connection) {
    this.database = database;
    this.connection = connection;
  }

  /** Returns whether anybody has written since the last call; the first call says yes. */
  public boolean any() {
    try {
      long version = connection.first("PRAGMA data_version", row -> row.getLong(1)).orElse(0L);
      boolean changed = version != seen;
      seen = version;
      return changed;
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
