package dev.aidp.runtime.journal;

import dev.aidp.runtime.journal.UpdateState.Stage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Updates inside a transaction: a message that a run takes in its turn, with a row for its outcome,
 * which stays when the run goes on as new.
 */
final class UpdateTable {

  static final String SCHEMA =
      "CREATE TABLE IF NOT EXISTS native_updates(message TEXT PRIMARY KEY, id TEXT NOT NULL, ok"
          + " INTEGER, answer TEXT) WITHOUT ROWID";

  private static final int ACCEPTED = 1;
  private static final int REFUSED = 2;

  private UpdateTable() {}

  /** Returns the id of the message; no run's has a blank in it, nor has another message's. */
  private static String message(String run, String id) {
    return "update " + run + " " + id;
  }

  static UpdateState send(Sql sql, Message update, Instant now) throws SQLException {
    UpdateState known = state(sql, update.run(), update.id());
    if (known.stage() != Stage.WAITING && known.stage() != Stage.REFUSED) {
      return known;
    }
    String message = message(update.run(), update.id());
    forget(sql, message, "taken = " + REFUSED);
    sql.update(
        "INSERT INTO native_inbox(id, run, name, args, sent_at) VALUES(?, ?, ?, ?, ?) ON CONFLICT"
            + " DO NOTHING",
        message,
        update.run(),
        update.name(),
        update.args(),
        Tables.micros(now));
    sql.update(
        "INSERT INTO native_updates(message, id) VALUES(?, ?) ON CONFLICT DO NOTHING",
        message,
        update.id());
    return new UpdateState(Stage.WAITING);
  }

  private static void forget(Sql sql, String message, String where) throws SQLException {
    if (sql.update("DELETE FROM native_inbox WHERE id = ? AND " + where, message) > 0) {
      sql.update("DELETE FROM native_updates WHERE message = ?", message);
    }
  }

  static UpdateState state(Sql sql, String run, String id) throws SQLException {
    Optional<Boolean> ended =
        sql.first(
            "SELECT ended IS NOT NULL FROM native_runs WHERE id = ?", r -> r.getBoolean(1), run);
    if (ended.isEmpty()) {
      return new UpdateState(Stage.ABSENT);
    }
    return sql.first(
            "SELECT i.taken, u.ok, u.answer FROM native_updates u JOIN native_inbox i ON i.id ="
                + " u.message WHERE u.message = ?",
            row -> state(row.getInt(1), row.getBoolean(2), row.getString(3), ended.get()),
            message(run, id))
        .orElseGet(() -> new UpdateState(ended.get() ? Stage.LATE : Stage.WAITING));
  }

  private static UpdateState state(int taken, boolean ok, @Nullable String answer, boolean ended) {
    if (answer != null) {
      return new UpdateState(
          taken == REFUSED ? Stage.REFUSED : Stage.ANSWERED, new Answer(ok, answer));
    }
    if (!ended) {
      return new UpdateState(Stage.WAITING);
    }
    return new UpdateState(taken == ACCEPTED ? Stage.CUT_SHORT : Stage.LATE);
  }

  static void accept(Sql sql, String run, String id) throws SQLException {
    take(sql, message(run, id), ACCEPTED);
  }

  static void end(Sql sql, String run, String id, Answer answer) throws SQLException {
    answer(sql, message(run, id), answer);
  }

  static void refuse(Sql sql, String run, Map<String, Answer> refused) throws SQLException {
    for (Map.Entry<String, Answer> one : refused.entrySet()) {
      take(sql, message(run, one.getKey()), REFUSED);
      answer(sql, message(run, one.getKey()), one.getValue());
    }
  }

  private static void take(Sql sql, String message, int taken) throws SQLException {
    sql.update("UPDATE native_inbox SET taken = ? WHERE id = ?", taken, message);
  }

  private static void answer(Sql sql, String message, Answer answer) throws SQLException {
    sql.update(
        "UPDATE native_updates SET ok = ?, answer = ? WHERE message = ?",
        answer.ok(),
        answer.payload(),
        message);
  }

  /** Ends the updates of {@code run} that are under way. */
  static void cutShort(Sql sql, String run, Answer open) throws SQLException {
    sql.update(
        "UPDATE native_updates SET ok = ?, answer = ? WHERE answer IS NULL AND message IN (SELECT"
            + " id FROM native_inbox WHERE run = ? AND taken = "
            + ACCEPTED
            + ")",
        open.ok(),
        open.payload(),
        run);
  }

  /** Forgets those whose messages are forgotten. */
  static void sweep(Sql sql) throws SQLException {
    sql.update("DELETE FROM native_updates WHERE message NOT IN (SELECT id FROM native_inbox)");
  }
}
