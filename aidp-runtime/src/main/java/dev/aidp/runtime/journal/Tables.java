package dev.aidp.runtime.journal;

import dev.aidp.runtime.journal.Journal.Begun;
import dev.aidp.runtime.journal.Journal.Round;
import dev.aidp.runtime.journal.Journal.Start;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of the {@link Journal} and its rows, inside a transaction. */
final class Tables {

  private Tables() {}

  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE IF NOT EXISTS native_runs(id TEXT PRIMARY KEY, root TEXT NOT NULL, parent"
              + " TEXT, type TEXT NOT NULL, args TEXT NOT NULL, created INTEGER NOT NULL, seed"
              + " INTEGER NOT NULL, owner TEXT, ended INTEGER, ok INTEGER, result TEXT) WITHOUT"
              + " ROWID",
          "CREATE INDEX IF NOT EXISTS native_runs_by_root ON native_runs(root)",
          "CREATE TABLE IF NOT EXISTS native_entries(run TEXT NOT NULL, seq INTEGER NOT NULL, kind"
              + " TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, ok INTEGER NOT NULL,"
              + " payload TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(run, seq), UNIQUE(run,"
              + " kind, key)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS native_inbox(n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT"
              + " NULL UNIQUE, run TEXT NOT NULL, name TEXT NOT NULL, args TEXT NOT NULL, sent_at"
              + " INTEGER NOT NULL, taken INTEGER NOT NULL DEFAULT 0)",
          UpdateTable.SCHEMA,
          "CREATE INDEX IF NOT EXISTS native_inbox_waiting ON native_inbox(run) WHERE taken = 0",
          "CREATE TABLE IF NOT EXISTS native_starts(run TEXT NOT NULL, key TEXT NOT NULL, attempt"
              + " INTEGER NOT NULL, details TEXT, at INTEGER NOT NULL, next INTEGER, PRIMARY"
              + " KEY(run, key)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS native_labels(run TEXT NOT NULL, kind TEXT NOT NULL, name"
              + " TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(run, kind, name)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS native_interruptions(run TEXT PRIMARY KEY, message TEXT NOT"
              + " NULL, remedy TEXT NOT NULL) WITHOUT ROWID");

  static final String RUN =
      "SELECT r.id, r.root, r.parent, r.type, r.args, o.owner, r.ended, r.ok, r.result, r.seed"
          + " FROM native_runs r JOIN native_runs o ON o.id = r.root WHERE ";

  /** Returns whether it is new. */
  static boolean insert(Sql sql, RunRow run, Instant now) throws SQLException {
    return sql.update(
            "INSERT INTO native_runs(id, root, parent, type, args, created, seed) VALUES(?, ?, ?,"
                + " ?, ?, ?, random()) ON CONFLICT DO NOTHING",
            run.id(),
            run.root(),
            run.parent(),
            run.type(),
            run.args(),
            micros(now))
        > 0;
  }

  static void label(Sql sql, String run, String kind, Map<String, String> labels)
      throws SQLException {
    for (Map.Entry<String, String> one : labels.entrySet()) {
      sql.update(
          "INSERT OR REPLACE INTO native_labels(run, kind, name, value) VALUES(?, ?, ?, ?)",
          run,
          kind,
          one.getKey(),
          one.getValue());
    }
  }

  static Map<String, String> labels(Sql sql, String run, String kind) throws SQLException {
    Map<String, String> labels = new TreeMap<>();
    sql.list(
            "SELECT name, value FROM native_labels WHERE run = ? AND kind = ?",
            row -> Map.entry(row.getString(1), row.getString(2)),
            run,
            kind)
        .forEach(one -> labels.put(one.getKey(), one.getValue()));
    return labels;
  }

  static Optional<RunRow> find(Sql sql, String id) throws SQLException {
    return sql.first(RUN + "r.id = ?", Tables::runRow, id);
  }

  static RunRow runRow(ResultSet row) throws SQLException {
    Instant ended = time(row.getLong(7));
    RunRow.End end =
        row.getString(9) == null
            ? null
            : new RunRow.End(ended, new Answer(row.getBoolean(8), row.getString(9)));
    return new RunRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getLong(10),
        end);
  }

  static List<Entry> entries(Sql sql, String run) throws SQLException {
    return sql.list(
        "SELECT kind, key, type, ok, payload, at FROM native_entries WHERE run = ? ORDER BY seq",
        row ->
            new Entry(
                EntryKind.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                new Answer(row.getBoolean(4), row.getString(5)),
                time(row.getLong(6))),
        run);
  }

  static List<Entry> waiting(Sql sql, String run, Instant now) throws SQLException {
    return sql.list(
        "SELECT i.id, i.name, i.args, u.id FROM native_inbox i LEFT JOIN native_updates u ON"
            + " u.message = i.id WHERE i.run = ? AND i.taken = 0 ORDER BY i.n",
        row -> waiting(row, now),
        run);
  }

  private static Entry waiting(ResultSet row, Instant now) throws SQLException {
    String update = row.getString(4);
    return new Entry(
        update == null ? EntryKind.MESSAGE : EntryKind.UPDATE,
        update == null ? row.getString(1) : update,
        row.getString(2),
        new Answer(true, row.getString(3)),
        now);
  }

  static Begun record(Sql sql, Round round, Answer open, Instant now) throws SQLException {
    long seq = round.last();
    for (Entry entry : round.entries()) {
      record(sql, round.run(), ++seq, entry);
    }
    UpdateTable.refuse(sql, round.run(), round.refused());
    if (round.end() != null) {
      end(sql, round.run(), round.end(), open, now);
    }
    List<Start> starts = new ArrayList<>();
    for (String key : round.starts()) {
      starts.add(started(sql, round.run(), key, now));
    }
    List<RunRow> children = new ArrayList<>();
    for (RunRow child : round.children()) {
      insert(sql, child, now);
      children.add(find(sql, child.id()).orElseThrow());
    }
    return new Begun(starts, children);
  }

  private static void record(Sql sql, String run, long seq, Entry entry) throws SQLException {
    sql.update(
        "INSERT INTO native_entries(run, seq, kind, key, type, ok, payload, at) VALUES(?, ?, ?, ?,"
            + " ?, ?, ?, ?)",
        run,
        seq,
        entry.kind().name(),
        entry.key(),
        entry.type(),
        entry.answer().ok(),
        entry.answer().payload(),
        micros(entry.at()));
    switch (entry.kind()) {
      case STEP ->
          sql.update(
              "UPDATE native_starts SET details = NULL WHERE run = ? AND key = ? AND details IS NOT"
                  + " NULL",
              run,
              entry.key());
      case MESSAGE -> sql.update("UPDATE native_inbox SET taken = 1 WHERE id = ?", entry.key());
      case UPDATE -> UpdateTable.accept(sql, run, entry.key());
      case UPDATED -> UpdateTable.end(sql, run, entry.key(), entry.answer());
      default -> {
        // nothing that waits in an inbox
      }
    }
    if (entry.sends() != null) {
      send(sql, entry.sends(), entry.at());
    }
  }

  private static Start started(Sql sql, String run, String key, Instant now) throws SQLException {
    return sql.first(
            "INSERT INTO native_starts(run, key, attempt, at) VALUES(?, ?, 1, ?) ON CONFLICT DO"
                + " UPDATE SET attempt = attempt + (next IS NULL), at = excluded.at RETURNING"
                + " attempt, details, next",
            Tables::start,
            run,
            key,
            micros(now))
        .orElseThrow();
  }

  static Start startedAgain(Sql sql, String run, String key) throws SQLException {
    return sql.first(
            "UPDATE native_starts SET attempt = attempt + 1, next = NULL WHERE run = ? AND key = ?"
                + " RETURNING attempt, details, next",
            Tables::start,
            run,
            key)
        .orElseThrow();
  }

  private static Start start(ResultSet row) throws SQLException {
    long next = row.getLong(3);
    return new Start(row.getInt(1), row.getString(2), next == 0 ? null : time(next));
  }

  static void end(Sql sql, String run, Answer answer, Answer open, Instant now)
      throws SQLException {
    String close = "UPDATE native_runs SET ended = ?, ok = ?, result = ? WHERE ended IS NULL AND ";
    sql.update(close + "id = ?", micros(now), answer.ok(), answer.payload(), run);
    // From "run/" to "run0", the character after the slash: all descendants, by the primary key.
    sql.update(
        close + "id > ? AND id < ?", micros(now), open.ok(), open.payload(), run + "/", run + "0");
    sql.update("DELETE FROM native_starts WHERE run = ?", run);
  }

  static RunRow beginAnew(Sql sql, String run, String args, Answer open) throws SQLException {
    UpdateTable.cutShort(sql, run, open);
    for (String table : List.of("native_entries", "native_starts", "native_inbox")) {
      sql.update("DELETE FROM " + table + " WHERE run > ? AND run < ?", run + "/", run + "0");
    }
    UpdateTable.sweep(sql);
    sql.update("DELETE FROM native_runs WHERE id > ? AND id < ?", run + "/", run + "0");
    sql.update("DELETE FROM native_entries WHERE run = ?", run);
    sql.update("DELETE FROM native_starts WHERE run = ?", run);
    sql.update("UPDATE native_runs SET args = ?, seed = random() WHERE id = ?", args, run);
    return find(sql, run).orElseThrow();
  }

  static boolean send(Sql sql, Message message, Instant now) throws SQLException {
    if (sql.list(
            "SELECT 1 FROM native_runs WHERE id = ? AND ended IS NULL", row -> 1, message.run())
        .isEmpty()) {
      return false;
    }
    sql.update(
        "INSERT INTO native_inbox(id, run, name, args, sent_at) VALUES(?, ?, ?, ?, ?) ON CONFLICT"
            + " DO NOTHING",
        message.id(),
        message.run(),
        message.name(),
        message.args(),
        micros(now));
    return true;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
