package dev.aidp.runtime.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs of the native engine, their entries, and the messages on their way to them. */
public final class Journal {

  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE IF NOT EXISTS native_runs(id TEXT PRIMARY KEY, root TEXT NOT NULL, parent TEXT,"
              + " type TEXT NOT NULL, args TEXT NOT NULL, created INTEGER NOT NULL, owner TEXT,"
              + " ended INTEGER, ok INTEGER, result TEXT) WITHOUT ROWID",
          "CREATE INDEX IF NOT EXISTS native_runs_by_root ON native_runs(root)",
          "CREATE TABLE IF NOT EXISTS native_entries(run TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,"
              + " key TEXT NOT NULL, type TEXT NOT NULL, ok INTEGER NOT NULL, payload TEXT NOT NULL,"
              + " at INTEGER NOT NULL, PRIMARY KEY(run, seq), UNIQUE(run, kind, key)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS native_inbox(n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
              + " run TEXT NOT NULL, name TEXT NOT NULL, args TEXT NOT NULL, sent_at INTEGER NOT NULL,"
              + " taken INTEGER NOT NULL DEFAULT 0)",
          "CREATE INDEX IF NOT EXISTS native_inbox_waiting ON native_inbox(run) WHERE taken = 0",
          "CREATE TABLE IF NOT EXISTS native_starts(run TEXT NOT NULL, key TEXT NOT NULL, attempt INTEGER NOT NULL,"
              + " details TEXT, PRIMARY KEY(run, key)) WITHOUT ROWID");

  private static final String RUN =
      "SELECT r.id, r.root, r.parent, r.type, r.args, o.owner, r.ended, r.ok, r.result"
          + " FROM native_runs r JOIN native_runs o ON o.id = r.root WHERE ";

  /**
   * A step's start.
   *
   * @param attempt how often it was started, this time included
   * @param details what the start before said with its last beat, or null
   */
  public record Start(int attempt, @Nullable String details) {}

  private final Database database;

  /** Makes the journal that {@code database} holds. */
  public Journal(Database database) {
    this.database = database;
  }

  /** Returns the run {@code id}. */
  public Optional<RunRow> run(String id) {
    return database.read(sql -> find(sql, id));
  }

  /** Returns a run and all its entries, as of one moment. */
  public Optional<Recorded> recorded(String id) {
    return database.read(
        sql -> {
          Optional<RunRow> run = find(sql, id);
          return run.isEmpty()
              ? Optional.empty()
              : Optional.of(new Recorded(run.get(), entries(sql, id)));
        });
  }

  /**
   * Returns the run {@code id} and its descendants with their entries, as of one moment; empty if
   * there is none.
   */
  public List<Recorded> family(String id) {
    return database.read(
        sql -> {
          List<Recorded> all = new ArrayList<>();
          for (RunRow run :
              sql.list(
                  RUN + "r.id = ? OR (r.id > ? AND r.id < ?)",
                  Journal::runRow,
                  id,
                  id + "/",
                  id + "0")) {
            all.add(new Recorded(run, entries(sql, run.id())));
          }
          return all;
        });
  }

  /** A run and its entries in order. */
  public record Recorded(RunRow run, List<Entry> entries) {}

  /**
   * Registers {@code fresh} if its id is new, and makes {@code owner} its owner if it has not ended
   * and no living process owns it.
   *
   * @return the run as it now is
   */
  public RunRow claim(RunRow fresh, String owner, Predicate<String> alive, Instant now) {
    return database.write(
        sql -> {
          insert(sql, fresh, now);
          return claim(sql, fresh.id(), owner, alive);
        });
  }

  /**
   * Like {@link #claim(RunRow, String, Predicate, Instant)}, for a run that must exist; claims its
   * root.
   */
  public Optional<RunRow> claim(String id, String owner, Predicate<String> alive) {
    return database.write(
        sql ->
            find(sql, id).isEmpty() ? Optional.empty() : Optional.of(claim(sql, id, owner, alive)));
  }

  private static RunRow claim(Sql sql, String id, String owner, Predicate<String> alive)
      throws SQLException {
    RunRow run = find(sql, id).orElseThrow();
    if (run.end() == null && (run.owner() == null || !alive.test(run.owner()))) {
      sql.update("UPDATE native_runs SET owner = ? WHERE id = ?", owner, run.root());
    }
    return find(sql, id).orElseThrow();
  }

  /** Gives {@code root} up for others to adopt. */
  public void release(String root, String owner) {
    database.write(
        sql ->
            sql.update(
                "UPDATE native_runs SET owner = NULL WHERE id = ? AND owner = ?", root, owner));
  }

  /** Registers those of {@code children} whose id is new and returns all as they are. */
  public List<RunRow> children(List<RunRow> children, Instant now) {
    return database.write(
        sql -> {
          List<RunRow> found = new ArrayList<>();
          for (RunRow child : children) {
            insert(sql, child, now);
            found.add(find(sql, child.id()).orElseThrow());
          }
          return found;
        });
  }

  /**
   * Records entries, and after them the messages that wait if {@code messages}.
   *
   * @param last the number of the last entry before
   * @param start an entry to record behind the messages, or null
   * @return all that was recorded, in order
   */
  public List<Entry> append(
      String run,
      long last,
      List<Entry> entries,
      boolean messages,
      @Nullable Entry start,
      Instant now) {
    return database.write(
        sql -> {
          List<Entry> all = new ArrayList<>(entries);
          if (messages) {
            all.addAll(take(sql, run, now));
          }
          if (start != null) {
            all.add(start);
          }
          long seq = last;
          for (Entry entry : all) {
            record(sql, run, ++seq, entry);
          }
          return all;
        });
  }

  /** Records how a run ended; children of it that are still open end as {@code open} says. */
  public void end(String run, Answer answer, Answer open, Instant now) {
    database.write(
        sql -> {
          String close =
              "UPDATE native_runs SET ended = ?, ok = ?, result = ? WHERE ended IS NULL AND ";
          sql.update(close + "id = ?", micros(now), answer.ok(), answer.payload(), run);
          // From "run/" to "run0", the character after the slash: all descendants, by the primary
          // key.
          sql.update(
              close + "id > ? AND id < ?",
              micros(now),
              open.ok(),
              open.payload(),
              run + "/",
              run + "0");
          return sql.update("DELETE FROM native_starts WHERE run = ?", run);
        });
  }

  /** Puts a message into its run's inbox; returns false if there is no such run or it has ended. */
  public boolean send(Message message, Instant now) {
    return database.write(sql -> send(sql, message, now));
  }

  /** Returns the runs that messages wait for. */
  public List<String> addressees() {
    return database.read(
        sql ->
            sql.list(
                "SELECT DISTINCT run FROM native_inbox WHERE taken = 0", row -> row.getString(1)));
  }

  /**
   * Counts a start of a step. It is kept if this process dies, not if the machine does: nothing
   * survives that.
   */
  public Start started(String run, String key) {
    return database.writeSoon(
        sql ->
            sql.first(
                    "INSERT INTO native_starts(run, key, attempt) VALUES(?, ?, 1) ON CONFLICT DO UPDATE SET"
                        + " attempt = attempt + 1 RETURNING attempt, details",
                    row -> new Start(row.getInt(1), row.getString(2)),
                    run,
                    key)
                .orElseThrow());
  }

  /** Keeps what a step's latest beat said. */
  public void beat(String run, String key, String details) {
    database.writeSoon(
        sql ->
            sql.update(
                "UPDATE native_starts SET details = ? WHERE run = ? AND key = ?",
                details,
                run,
                key));
  }

  private static void insert(Sql sql, RunRow run, Instant now) throws SQLException {
    sql.update(
        "INSERT INTO native_runs(id, root, parent, type, args, created) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        run.id(),
        run.root(),
        run.parent(),
        run.type(),
        run.args(),
        micros(now));
  }

  private static Optional<RunRow> find(Sql sql, String id) throws SQLException {
    return sql.first(RUN + "r.id = ?", Journal::runRow, id);
  }

  private static RunRow runRow(ResultSet row) throws SQLException {
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
        end);
  }

  private static List<Entry> entries(Sql sql, String run) throws SQLException {
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

  private static List<Entry> take(Sql sql, String run, Instant now) throws SQLException {
    List<Entry> messages =
        sql.list(
            "SELECT id, name, args FROM native_inbox WHERE run = ? AND taken = 0 ORDER BY n",
            row ->
                new Entry(
                    EntryKind.MESSAGE,
                    row.getString(1),
                    row.getString(2),
                    new Answer(true, row.getString(3)),
                    now),
            run);
    if (!messages.isEmpty()) {
      sql.update("UPDATE native_inbox SET taken = 1 WHERE run = ? AND taken = 0", run);
    }
    return messages;
  }

  private static void record(Sql sql, String run, long seq, Entry entry) throws SQLException {
    sql.update(
        "INSERT INTO native_entries(run, seq, kind, key, type, ok, payload, at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        run,
        seq,
        entry.kind().name(),
        entry.key(),
        entry.type(),
        entry.answer().ok(),
        entry.answer().payload(),
        micros(entry.at()));
    if (entry.sends() != null) {
      send(sql, entry.sends(), entry.at());
    }
  }

  private static boolean send(Sql sql, Message message, Instant now) throws SQLException {
    if (sql.list(
            "SELECT 1 FROM native_runs WHERE id = ? AND ended IS NULL", row -> 1, message.run())
        .isEmpty()) {
      return false;
    }
    sql.update(
        "INSERT INTO native_inbox(id, run, name, args, sent_at) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        message.id(),
        message.run(),
        message.name(),
        message.args(),
        micros(now));
    return true;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
