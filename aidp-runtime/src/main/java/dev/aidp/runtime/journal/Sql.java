package dev.aidp.runtime.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection inside a transaction. Statements are prepared once and kept: preparing costs more
 * than running.
 */
public final class Sql {

  /** Makes a value of the current row. */
  @FunctionalInterface
  public interface Row<T> {
    /** Reads the row. */
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Changes rows and returns how many. */
  public int update(String sql, @Nullable Object... values) throws SQLException {
    return prepared(sql, values).executeUpdate();
  }

  /** Returns all rows, in the statement's order. */
  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet found = prepared(sql, values).executeQuery()) {
      while (found.next()) {
        rows.add(row.read(found));
      }
    }
    return rows;
  }

  /** Returns the first row, if there is one. */
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values)
      throws SQLException {
    return list(sql, row, values).stream().findFirst();
  }

  /** Runs a statement that is not worth keeping: a pragma, a table. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement that takes a step for each of its rows, which nobody reads. */
  void toTheEnd(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      int unused = statement.executeUpdate(sql);
    }
  }

  /** Runs a kept statement without values: begin, commit. */
  void run(String sql) throws SQLException {
    prepared(sql).execute();
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // What was committed is on disk; there is nothing left to save.
    }
  }

  private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
