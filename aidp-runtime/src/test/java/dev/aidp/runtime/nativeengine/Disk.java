package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a test reads from, and cuts out of, a database. */
final class Disk {

  private static final List<String> TABLES =
      List.of("native_runs", "native_entries", "native_inbox", "native_updates", "native_starts");

  private Disk() {}

  /** Everything recorded; the ids of messages are drawn anew, so their texts stand for them. */
  static List<String> journal(Database database) {
    return database.read(
        sql ->
            sql.list(
                "SELECT run || '#' || seq || ' ' || kind || ' ' || CASE kind WHEN 'MESSAGE' THEN '' ELSE key END"
                    + " || ' ' || type || ' ' || ok || ' ' || payload || ' ' || at FROM native_entries"
                    + " UNION ALL SELECT id || ' ended ' || ok || result FROM native_runs WHERE ended IS NOT NULL ORDER BY 1",
                row -> row.getString(1)));
  }

  static List<String> open(Database database) {
    return database.read(
        sql ->
            sql.list(
                "SELECT id FROM native_runs WHERE ended IS NULL ORDER BY 1",
                row -> row.getString(1)));
  }

  static TreeSet<String> recordedSteps(Database database) {
    return sorted(
        database, "SELECT run || ':' || key FROM native_entries WHERE kind IN ('STEP', 'TIMER')");
  }

  static TreeSet<String> told(Database database) {
    return sorted(
        database,
        "SELECT trim(payload, '[\"]') FROM native_entries WHERE kind IN ('MESSAGE', 'UPDATE')"
            + " UNION SELECT id FROM native_updates WHERE answer IS NOT NULL");
  }

  /**
   * How many ends are on disk; one that an entry implies is recorded at once when a run goes on.
   */
  static int ends(Database database) {
    return sorted(
            database,
            "SELECT id FROM native_runs WHERE ended IS NOT NULL"
                + " UNION ALL SELECT run || '/' || key || '!' FROM native_entries WHERE kind = 'CHILD'")
        .size();
  }

  private static TreeSet<String> sorted(Database database, String select) {
    List<String> found = database.read(sql -> sql.list(select, row -> row.getString(1)));
    return new TreeSet<>(found);
  }

  /** Messages that are sent again in their recorded place; those of parents come by themselves. */
  static void forgetUntakenMessages(Database database) {
    database.write(
        sql -> sql.update("DELETE FROM native_inbox WHERE taken = 0 AND instr(id, ':') = 0"));
  }

  /**
   * Whether all that has happened has its place in a journal: no child's end and no message is
   * still on its way.
   */
  static boolean determined(Database database) {
    return database
        .read(
            sql ->
                sql.list(
                    "SELECT 1 FROM native_runs c JOIN native_runs p ON p.id = c.parent AND p.ended IS NULL"
                        + " WHERE c.ended IS NOT NULL AND NOT EXISTS (SELECT 1 FROM native_entries e WHERE"
                        + " e.run = p.id AND e.kind = 'CHILD' AND p.id || '/' || e.key = c.id)"
                        + " UNION ALL SELECT 1 FROM native_inbox WHERE taken = 0",
                    row -> 1))
        .isEmpty();
  }

  /** Returns the outcomes of updates by {@code run id}. */
  static Map<String, Answer> updated(Database database) {
    Map<String, Answer> all = new TreeMap<>();
    database.read(
        sql ->
            sql.list(
                "SELECT run || ' ' || key, ok, payload FROM native_entries WHERE kind = 'UPDATED'",
                row -> all.put(row.getString(1), new Answer(row.getBoolean(2), row.getString(3)))));
    return all;
  }

  /** Returns all rows of all tables. */
  static List<List<List<@Nullable Object>>> content(Sql sql) {
    try {
      List<List<List<@Nullable Object>>> tables = new ArrayList<>();
      for (String table : TABLES) {
        tables.add(sql.list("SELECT * FROM " + table, Disk::row));
      }
      return tables;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<@Nullable Object> row(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.add(row.getObject(i));
    }
    return values;
  }

  /** Replaces all that is there. A database is used again, as a new one prepares all statements. */
  static void restore(Database database, List<List<List<@Nullable Object>>> content) {
    database.write(
        sql -> {
          for (int i = 0; i < TABLES.size(); i++) {
            sql.update("DELETE FROM " + TABLES.get(i));
            for (List<@Nullable Object> row : content.get(i)) {
              String places = "?" + ",?".repeat(row.size() - 1);
              sql.update("INSERT INTO " + TABLES.get(i) + " VALUES(" + places + ")", row.toArray());
            }
          }
          return TABLES.size();
        });
  }

  /** Leaves out cuts that differ from the one before in nothing. */
  static List<RandomProgramsTest.Cut> distinct(List<RandomProgramsTest.Cut> cuts) {
    List<RandomProgramsTest.Cut> distinct = new ArrayList<>();
    for (RandomProgramsTest.Cut cut : cuts) {
      if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).disk().equals(cut.disk())) {
        distinct.add(cut);
      }
    }
    return distinct;
  }
}
