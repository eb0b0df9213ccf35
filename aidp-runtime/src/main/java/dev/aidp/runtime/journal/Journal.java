package dev.aidp.runtime.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs of the native engine, their entries, and the messages on their way to them. */
public final class Journal {

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
    return database.read(sql -> Tables.find(sql, id));
  }

  /** Returns a run and all its entries, as of one moment. */
  public Optional<Recorded> recorded(String id) {
    return database.read(
        sql -> {
          Optional<RunRow> run = Tables.find(sql, id);
          return run.isEmpty()
              ? Optional.empty()
              : Optional.of(new Recorded(run.get(), Tables.entries(sql, id)));
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
                  Tables.RUN + "r.id = ? OR (r.id > ? AND r.id < ?)",
                  Tables::runRow,
                  id,
                  id + "/",
                  id + "0")) {
            all.add(new Recorded(run, Tables.entries(sql, run.id())));
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
          Tables.insert(sql, fresh, now);
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
            Tables.find(sql, id).isEmpty()
                ? Optional.empty()
                : Optional.of(claim(sql, id, owner, alive)));
  }

  private static RunRow claim(Sql sql, String id, String owner, Predicate<String> alive)
      throws SQLException {
    RunRow run = Tables.find(sql, id).orElseThrow();
    if (run.end() == null && (run.owner() == null || !alive.test(run.owner()))) {
      sql.update("UPDATE native_runs SET owner = ? WHERE id = ?", owner, run.root());
    }
    return Tables.find(sql, id).orElseThrow();
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
            Tables.insert(sql, child, now);
            found.add(Tables.find(sql, child.id()).orElseThrow());
          }
          return found;
        });
  }

  /**
   * Records entries, and after them the messages that wait if {@code messages}.
   *
   * @param last the number of the last entry before
   * @param start an entry to record behind the messages, or null
   * @param synced whether it must outlive the machine's death, not only this process's, before
   *     anything follows from it
   * @return all that was recorded, in order
   */
  public List<Entry> append(
      String run,
      long last,
      List<Entry> entries,
      boolean messages,
      @Nullable Entry start,
      boolean synced,
      Instant now) {
    return database.write(
        synced,
        sql -> {
          List<Entry> all = new ArrayList<>(entries);
          if (messages) {
            all.addAll(Tables.take(sql, run, now));
          }
          if (start != null) {
            all.add(start);
          }
          long seq = last;
          for (Entry entry : all) {
            Tables.record(sql, run, ++seq, entry);
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
          sql.update(close + "id = ?", Tables.micros(now), answer.ok(), answer.payload(), run);
          // From "run/" to "run0", the character after the slash: all descendants, by the primary
          // key.
          sql.update(
              close + "id > ? AND id < ?",
              Tables.micros(now),
              open.ok(),
              open.payload(),
              run + "/",
              run + "0");
          return sql.update("DELETE FROM native_starts WHERE run = ?", run);
        });
  }

  /** Puts a message into its run's inbox; returns false if there is no such run or it has ended. */
  public boolean send(Message message, Instant now) {
    return database.write(sql -> Tables.send(sql, message, now));
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
}
