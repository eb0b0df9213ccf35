package dev.aidp.runtime.spending;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.spending.Accounts.Account;
import dev.aidp.activities.spending.Accounts.Kept;
import dev.aidp.activities.spending.Accounts.Whole;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.BudgetBook;
import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.activities.spending.BudgetBook.Turn;
import dev.aidp.activities.spending.Ledger;
import dev.aidp.run.Budget;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import dev.aidp.workflows.wire.Wire;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a repository, beside the journal in its database: of each run a row, and one of
 * each of its units. {@link BudgetBook} decides; of its run a turn's transaction reads these two.
 */
public final class SqlLedger implements Ledger {

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS budgets (
            run TEXT NOT NULL, unit TEXT NOT NULL, account TEXT NOT NULL,
            PRIMARY KEY (run, unit)) STRICT, WITHOUT ROWID""");

  /** No unit has this id: the row of a run as a whole. */
  private static final String WHOLE = "";

  /** A transaction happens or does not: no call is made twice. */
  private static final @Nullable String CALL = null;

  private final Database database;

  /** Makes its table where it is missing. */
  public SqlLedger(Database database) {
    this.database = database;
    database.ensure(SCHEMA);
  }

  @Override
  public Allowance reserve(String step, Work work, Budget budget) {
    return change(work, book -> book.reserve(new Turn(work.unit(), step), budget));
  }

  @Override
  public void cut(String step, Work work, Usage usage) {
    change(
        work,
        book -> {
          book.cut(new Turn(work.unit(), step), usage, CALL);
          return book;
        });
  }

  @Override
  public Usage settle(String step, Work work, Usage usage) {
    return change(work, book -> book.settle(new Turn(work.unit(), step), usage, CALL));
  }

  @Override
  public Usage settleOnce(String step, Work work, Usage usage) {
    return change(work, book -> book.settleOnce(new Turn(work.unit(), step), usage, CALL));
  }

  private <T> T change(Work work, Function<BudgetBook, T> change) {
    return database.write(
        sql -> {
          Whole whole = whole(sql, work.run());
          Account account = account(sql, work.run(), work.unit(), Account.class, Account.NONE);
          BudgetBook book = new BudgetBook(new Kept(whole, ImmutableMap.of(work.unit(), account)));
          T answer = change.apply(book);
          keep(sql, work.run(), WHOLE, whole, book.whole());
          keep(sql, work.run(), work.unit(), account, book.account(work.unit()));
          return answer;
        });
  }

  private static Whole whole(Sql sql, String run) throws SQLException {
    return account(sql, run, WHOLE, Whole.class, Whole.NONE);
  }

  private static <T> T account(Sql sql, String run, String unit, Class<T> type, T none)
      throws SQLException {
    return sql.first(
            "SELECT account FROM budgets WHERE run=? AND unit=?",
            row -> Wire.<T>read(row.getString(1), type),
            run,
            unit)
        .orElse(none);
  }

  private static void keep(Sql sql, String run, String unit, @Nullable Object before, Object now)
      throws SQLException {
    if (!now.equals(before)) {
      sql.update("INSERT OR REPLACE INTO budgets VALUES (?, ?, ?)", run, unit, Wire.json(now));
    }
  }

  /**
   * Lets {@code run} spend what {@code raised} names, in all its generations together; the rest
   * stays. Who waits for it goes on once the run is told to.
   */
  public void raise(String run, Budget raised) {
    database.write(
        sql -> {
          BudgetBook book = new BudgetBook(new Kept(whole(sql, run), ImmutableMap.of()));
          book.raise(raised);
          keep(sql, run, WHOLE, null, book.whole());
          return book;
        });
  }

  /** Releases what is set aside for a run none of whose turns is under way any more. */
  public void release(String run) {
    database.write(
        sql -> {
          Kept before = all(sql, run);
          BudgetBook book = new BudgetBook(before);
          book.release();
          keep(sql, run, WHOLE, before.whole(), book.whole());
          for (String unit : before.units().keySet()) {
            keep(sql, run, unit, before.units().get(unit), book.account(unit));
          }
          return book;
        });
  }

  private static Kept all(Sql sql, String run) throws SQLException {
    ImmutableMap.Builder<String, Account> units = ImmutableMap.builder();
    sql.list(
        "SELECT unit, account FROM budgets WHERE run=? AND unit<>?",
        row -> units.put(row.getString(1), Wire.read(row.getString(2), Account.class)),
        run,
        WHOLE);
    return new Kept(whole(sql, run), units.buildOrThrow());
  }

  /** Forgets what {@code run} has spent, which is no more. */
  public static void forget(Sql sql, String run) throws SQLException {
    sql.update("DELETE FROM budgets WHERE run=?", run);
  }

  /** Returns what stands here for a run that was started with this budget. */
  public Balance balance(String run, Budget started) {
    return database.read(
        sql -> new BudgetBook(new Kept(whole(sql, run), ImmutableMap.of())).balance(started));
  }
}
