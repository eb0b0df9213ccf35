package dev.aidp.runtime.journal;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.workflows.wire.ByReference;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs of the native engine, their entries, and the messages on their way to them. */
public final class Journal {

  /**
   * A step's start.
   *
   * @param attempt how often it was to be started, this time included
   * @param details what the start before said with its last beat, or null
   * @param next when it is due, if that attempt has failed and another one follows it
   */
  public record Start(int attempt, @Nullable String details, @Nullable Instant next) {}

  private static final String MEMO = "memo";
  private static final String ATTRIBUTE = "attribute";

  private final Database database;
  private final LargeTexts texts;

  /**
   * Makes the journal that {@code database} holds.
   *
   * @param large where what is large is kept
   */
  public Journal(Database database, ByReference large) {
    this.database = database;
    this.texts = new LargeTexts(large);
  }

  /** Returns the run {@code id}. */
  public Optional<RunRow> run(String id) {
    return database.read(sql -> Tables.find(sql, id)).map(texts::received);
  }

  /** Returns a run and all its entries, as of one moment. */
  public Optional<Recorded> recorded(String id) {
    Optional<Recorded> recorded =
        database.read(
            sql -> {
              Optional<RunRow> run = Tables.find(sql, id);
              return run.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Recorded(run.get(), Tables.entries(sql, id)));
            });
    return recorded.map(texts::received);
  }

  /**
   * Returns the run {@code id} and its descendants with their entries, as of one moment; empty if
   * there is none.
   *
   * @param without which of them are left out
   */
  public List<Recorded> family(String id, Predicate<String> without) {
    List<Recorded> family =
        database.read(
            sql -> {
              List<Recorded> all = new ArrayList<>();
              for (RunRow run :
                  sql.list(
                      Tables.RUN + "r.id = ? OR (r.id > ? AND r.id < ?)",
                      Tables::runRow,
                      id,
                      id + "/",
                      id + "0")) {
                if (!without.test(run.id())) {
                  all.add(new Recorded(run, Tables.entries(sql, run.id())));
                }
              }
              return all;
            });
    return family.stream().map(texts::received).toList();
  }

  /** A run and its entries in order. */
  public record Recorded(RunRow run, List<Entry> entries) {}

  /**
   * Registers {@code fresh} with {@code labels} if its id is new, and makes {@code owner} its owner
   * if it has not ended and no living process owns it.
   *
   * @return the run as it now is
   */
  public RunRow claim(
      RunRow fresh, Labels labels, String owner, Predicate<String> alive, Instant now) {
    RunRow sent = texts.sent(fresh);
    RunRow claimed =
        database.write(
            sql -> {
              if (Tables.insert(sql, sent, now)) {
                Tables.label(sql, fresh.id(), MEMO, labels.memo());
                Tables.label(sql, fresh.id(), ATTRIBUTE, labels.attributes());
              }
              return claim(sql, fresh.id(), owner, alive);
            });
    return texts.received(claimed);
  }

  /**
   * Like {@link #claim(RunRow, Labels, String, Predicate, Instant)}, for a run that must exist;
   * claims its root.
   */
  public Optional<RunRow> claim(String id, String owner, Predicate<String> alive) {
    Optional<RunRow> claimed =
        database.write(
            sql ->
                Tables.find(sql, id).isEmpty()
                    ? Optional.empty()
                    : Optional.of(claim(sql, id, owner, alive)));
    return claimed.map(texts::received);
  }

  private static RunRow claim(Sql sql, String id, String owner, Predicate<String> alive)
      throws SQLException {
    RunRow run = Tables.find(sql, id).orElseThrow();
    if (run.end() == null && (run.owner() == null || !alive.test(run.owner()))) {
      sql.update("UPDATE native_runs SET owner = ? WHERE id = ?", owner, run.root());
      sql.update("DELETE FROM native_interruptions WHERE run = ?", run.root());
    }
    return Tables.find(sql, id).orElseThrow();
  }

  /** Returns the memo that {@code run} was started with. */
  public Map<String, String> memo(String run) {
    return database.read(sql -> Tables.labels(sql, run, MEMO));
  }

  /** Returns the search attributes of {@code run}. */
  public Map<String, String> attributes(String run) {
    return database.read(sql -> Tables.labels(sql, run, ATTRIBUTE));
  }

  /** Sets search attributes of {@code run}; it keeps its others. */
  public void setAttributes(String run, Map<String, String> attributes) {
    var unused =
        database.writeSoon(
            sql -> {
              Tables.label(sql, run, ATTRIBUTE, attributes);
              return attributes;
            });
  }

  /** Gives {@code root} up for others to adopt; {@code why} is kept until somebody does. */
  public void release(String root, String owner, @Nullable UnusableException why) {
    database.write(
        sql -> {
          int released =
              sql.update(
                  "UPDATE native_runs SET owner = NULL WHERE id = ? AND owner = ?", root, owner);
          if (released > 0 && why != null) {
            sql.update(
                "INSERT OR REPLACE INTO native_interruptions(run, message, remedy) VALUES(?, ?, ?)",
                root,
                String.valueOf(why.getMessage()),
                why.remedy());
          }
          return released;
        });
  }

  /** Returns why {@code root} was given up, if that was kept and nobody has gone on with it. */
  public Optional<UnusableException> interruption(String root) {
    return database.read(
        sql ->
            sql.first(
                "SELECT message, remedy FROM native_interruptions WHERE run = ?",
                row -> new UnusableException(row.getString(1), row.getString(2)),
                root));
  }

  /**
   * What one round of a run adds to the journal: all of it, or nothing.
   *
   * @param run the run's id
   * @param last the number of its last entry before
   * @param entries what has happened; messages among it are not waiting any more
   * @param starts the keys of the steps and timers to be started
   * @param children the runs to be started
   * @param refused why updates were not accepted, by their ids; they are not waiting any more
   * @param end how the run ended, or null
   */
  public record Round(
      String run,
      long last,
      List<Entry> entries,
      List<String> starts,
      List<RunRow> children,
      Map<String, Answer> refused,
      @Nullable Answer end) {}

  /**
   * What follows from a round.
   *
   * @param starts the starts of its steps, in order
   * @param children its children as they are now, which may have been started before, in order
   */
  public record Begun(List<Start> starts, List<RunRow> children) {}

  /**
   * Records a round. Children that are still open when their run ends, end as {@code open} says. An
   * end is on the disk when this returns; all else is with the next {@link #beginSync}.
   */
  public Begun record(Round round, Answer open, Instant now) {
    Round sent = texts.sent(round);
    SqlFunction<Begun> work = sql -> Tables.record(sql, sent, open, now);
    Begun begun = round.end() == null ? database.writeSoon(work) : database.write(work);
    return texts.received(begun);
  }

  /**
   * Forgets what is recorded of {@code run} and of its descendants, and has it begin anew with
   * {@code args}. Messages that it has not taken wait for it; updates under way end as {@code open}
   * says.
   */
  public RunRow beginAnew(String run, String args, Answer open) {
    String sent = texts.sent(args);
    RunRow anew = database.write(sql -> Tables.beginAnew(sql, run, sent, open));
    return texts.received(anew);
  }

  /**
   * Returns the keys of all steps, timers and children that {@code run} has begun, ended or not.
   */
  public List<String> started(String run) {
    return database.read(
        sql ->
            sql.list(
                "SELECT key FROM native_starts WHERE run = ?1 UNION ALL SELECT 'child '"
                    + " || substr(id, length(?1) + 2) FROM native_runs WHERE id > ?1 || '/' AND"
                    + " id < ?1 || '0' AND parent = ?1 ORDER BY 1",
                row -> row.getString(1),
                run));
  }

  /** Begins to make all that was recorded by now outlive the machine's death too. */
  public void beginSync() {
    database.beginSync();
  }

  /** Returns when all is done that {@link #beginSync} began, for whichever run. */
  public void awaitSync() {
    database.awaitSync();
  }

  /** Returns the messages that wait for {@code run}, in the order they came, as entries. */
  public List<Entry> waiting(String run, Instant now) {
    return database.read(sql -> Tables.waiting(sql, run, now));
  }

  /** Puts a message into its run's inbox; returns false if there is no such run or it has ended. */
  public boolean send(Message message, Instant now) {
    return database.write(sql -> Tables.send(sql, message, now));
  }

  /**
   * Ends the run that {@code order} is for, and its open descendants, as {@code end} says; where it
   * is {@code owned}, whoever owns it is sent the order instead.
   *
   * @return whether the run was open
   */
  public boolean terminate(Message order, Predicate<RunRow> owned, Answer end, Instant now) {
    return database.write(
        sql -> {
          Optional<RunRow> run = Tables.find(sql, order.run()).filter(row -> row.end() == null);
          if (run.isPresent() && owned.test(run.get())) {
            return Tables.send(sql, order, now);
          } else if (run.isPresent()) {
            Tables.end(sql, order.run(), end, end, now);
          }
          return run.isPresent();
        });
  }

  /**
   * Puts an update into its run's inbox, unless it was there; one that was refused is judged again.
   *
   * @param update its own id is that of the update, unique in its run
   */
  public UpdateState update(Message update, Instant now) {
    UpdateState sent = database.write(sql -> UpdateTable.send(sql, update, now));
    return texts.received(sent);
  }

  /** Returns what has become of the update {@code id} of {@code run}. */
  public UpdateState update(String run, String id) {
    UpdateState now = database.read(sql -> UpdateTable.state(sql, run, id));
    return texts.received(now);
  }

  /** Returns the runs that messages wait for. */
  public List<String> addressees() {
    return database.read(
        sql ->
            sql.list(
                "SELECT DISTINCT run FROM native_inbox WHERE taken = 0", row -> row.getString(1)));
  }

  /** Returns what the latest beats said of the steps of {@code run} that have no outcome yet. */
  public List<String> details(String run) {
    return database.read(
        sql ->
            sql.list(
                "SELECT details FROM native_starts WHERE run = ? AND details IS NOT NULL",
                row -> row.getString(1),
                run));
  }

  /** Keeps that a step's attempt has failed and the next one is due at {@code next}. */
  public void repeats(String run, String key, Instant next) {
    database.writeSoon(
        sql ->
            sql.update(
                "UPDATE native_starts SET next = ? WHERE run = ? AND key = ?",
                Tables.micros(next),
                run,
                key));
  }

  /** Counts the next attempt of a step after {@link #repeats}. */
  public Start startedAgain(String run, String key) {
    return database.writeSoon(sql -> Tables.startedAgain(sql, run, key));
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
