package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a test reads from, and cuts out of, a database. */
final class Disk {

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
        database, "SELECT trim(payload, '[\"]') FROM native_entries WHERE kind = 'MESSAGE'");
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

  /** Leaves out cuts that differ from the one before in nothing. */
  static List<RandomProgramsTest.Cut> distinct(List<RandomProgramsTest.Cut> cuts) {
    List<RandomProgramsTest.Cut> distinct = new ArrayList<>();
    for (RandomProgramsTest.Cut cut : cuts) {
      if (distinct.isEmpty()
          || !java.util.Arrays.equals(distinct.get(distinct.size() - 1).disk(), cut.disk())) {
        distinct.add(cut);
      }
    }
    return distinct;
  }
}
