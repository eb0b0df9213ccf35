package dev.aidp.runtime.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a journal holds of runs that have ended, and their removal, inside a transaction. */
public final class JournalPruning {

  private static final String TREE = " IN (SELECT id FROM native_runs WHERE root = ?)";

  private JournalPruning() {}

  /**
   * A run that is no other's child.
   *
   * @param id its id
   * @param ended when it ended, or empty
   */
  public record RootRun(String id, Optional<Instant> ended) {
    private static RootRun of(ResultSet row) throws SQLException {
      long micros = row.getLong(2);
      return new RootRun(
          row.getString(1), row.wasNull() ? Optional.empty() : Optional.of(Tables.time(micros)));
    }
  }

  /** Returns all of them, the one that ended last first. */
  public static List<RootRun> roots(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id, ended FROM native_runs WHERE id = root ORDER BY ended DESC, id", RootRun::of);
  }

  /**
   * Gives {@code look} every text of {@code root} and its descendants in which a reference may be.
   */
  public static void texts(Sql sql, String root, Consumer<String> look) throws SQLException {
    show(sql, "SELECT args, result FROM native_runs WHERE root = ?", look, root);
    show(sql, "SELECT payload, payload FROM native_entries WHERE run" + TREE, look, root);
    show(sql, "SELECT details, details FROM native_starts WHERE run" + TREE, look, root);
  }

  /** Gives {@code look} every such text of all runs but {@code without}. */
  public static void allTexts(Sql sql, Set<String> without, Consumer<String> look)
      throws SQLException {
    for (RootRun root : roots(sql)) {
      if (!without.contains(root.id())) {
        texts(sql, root.id(), look);
      }
    }
    show(sql, "SELECT args, args FROM native_inbox WHERE taken = 0", look);
  }

  private static void show(Sql sql, String select, Consumer<String> look, Object... values)
      throws SQLException {
    List<Integer> unused =
        sql.list(
            select,
            row -> {
              for (int column = 1; column <= 2; column++) {
                String text = row.getString(column);
                if (text != null) {
                  look.accept(text);
                }
              }
              return 1;
            },
            values);
  }

  /** Returns when the first of the steps of {@code root} began that are under way. */
  public static Optional<Instant> stepsSince(Sql sql, String root) throws SQLException {
    return sql.first(
            "SELECT min(s.at) FROM native_starts s WHERE s.run"
                + TREE
                + " AND NOT EXISTS (SELECT 1 FROM native_entries e WHERE e.run = s.run AND e.kind ="
                + " 'STEP' AND e.key = s.key)",
            row -> {
              long micros = row.getLong(1);
              return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Tables.time(micros));
            },
            root)
        .orElse(Optional.empty());
  }

  /** Removes {@code roots} with all their descendants. */
  public static void forget(Sql sql, List<String> roots) throws SQLException {
    for (String root : roots) {
      sql.update("DELETE FROM native_entries WHERE run" + TREE, root);
      sql.update("DELETE FROM native_starts WHERE run" + TREE, root);
      sql.update("DELETE FROM native_labels WHERE run" + TREE, root);
      sql.update("DELETE FROM native_interruptions WHERE run = ?", root);
      sql.update("DELETE FROM native_runs WHERE root = ?", root);
    }
    if (!roots.isEmpty()) {
      sql.update("DELETE FROM native_inbox WHERE run NOT IN (SELECT id FROM native_runs)");
      UpdateTable.sweep(sql);
    }
  }
}
