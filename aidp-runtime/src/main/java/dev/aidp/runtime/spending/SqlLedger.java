package dev.aidp.runtime.spending;

import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.Allowance.Standing;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.activities.spending.Ledger;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import dev.aidp.workflows.wire.Wire;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a repository, beside the journal in its database.
 *
 * <p>A row of {@code budget_turns} is one performance of a turn: reserved, then settled. A step
 * that was settled and is performed again, because its outcome was never recorded, gets a further
 * row: it was paid for, and is paid for again.
 */
public final class SqlLedger implements Ledger {

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS budget_turns (
            step TEXT NOT NULL, nth INTEGER NOT NULL, run TEXT NOT NULL, unit TEXT NOT NULL,
            settled INTEGER NOT NULL, usd INTEGER NOT NULL, tokens INTEGER NOT NULL,
            estimated INTEGER NOT NULL, PRIMARY KEY (step, nth)) STRICT, WITHOUT ROWID""",
          "CREATE INDEX IF NOT EXISTS budget_turns_by_run ON budget_turns (run, unit)",
          "CREATE TABLE IF NOT EXISTS budget_raised (run TEXT PRIMARY KEY, budget TEXT NOT NULL) STRICT");

  private final Database database;

  /** Makes its tables where they are missing. */
  public SqlLedger(Database database) {
    this.database = database;
    database.ensure(SCHEMA);
  }

  /**
   * What stands in the ledger for a run.
   *
   * @param budget what holds now
   * @param money spent and set aside, in millionths of a US dollar
   * @param tokens spent and set aside
   */
  public record Balance(Budget budget, Sum money, Sum tokens) {}

  @Override
  public Allowance reserve(String step, Work work, Budget budget) {
    return database.write(sql -> reserve(sql, step, work, budget));
  }

  private static Allowance reserve(Sql sql, String step, Work work, Budget started)
      throws SQLException {
    Budget budget = now(sql, work.run(), started);
    Optional<Cap> own =
        sql.first(
            "SELECT usd, tokens FROM budget_turns WHERE step=? AND settled=0",
            row -> new Cap(orNull(row.getLong(1)), orNull(row.getLong(2))),
            step);
    // A unit takes one turn at a time: whatever else is set aside for it nobody will settle.
    sql.update(
        "DELETE FROM budget_turns WHERE run=? AND unit=? AND settled=0 AND step<>?",
        work.run(),
        work.unit(),
        step);
    Allowance allowance =
        Allowance.of(budget, standing(sql, work, step, "usd"), standing(sql, work, step, "tokens"));
    if (own.isPresent()) {
      allowance = new Allowance.Granted(own.get(), left(sql, budget, work, step));
    } else if (allowance instanceof Allowance.Granted granted && !budget.none()) {
      sql.update(
          "INSERT INTO budget_turns VALUES (?, (SELECT count(*) FROM budget_turns WHERE step=?), ?, ?, 0, ?, ?, 0)",
          step,
          step,
          work.run(),
          work.unit(),
          orZero(granted.turn().microUsd()),
          orZero(granted.turn().tokens()));
    }
    return allowance;
  }

  private static Cap left(Sql sql, Budget budget, Work work, String step) throws SQLException {
    return new Cap(
        left(budget.run().microUsd(), standing(sql, work, step, "usd").run()),
        left(budget.run().tokens(), standing(sql, work, step, "tokens").run()));
  }

  private static @Nullable Long left(@Nullable Long cap, Sum sum) {
    return cap == null ? null : Long.valueOf(Math.max(1, cap - sum.settled()));
  }

  private static Standing standing(Sql sql, Work work, String step, String column)
      throws SQLException {
    Standing run = ofRun(sql, work.run(), step, column);
    Sum unit =
        sql.first(
                sums(column) + " AND unit=?",
                row -> new Sum(row.getLong(1), row.getLong(2)),
                work.run(),
                step,
                work.unit())
            .orElse(Sum.NONE);
    return new Standing(run.run(), unit, run.largest());
  }

  private static Standing ofRun(Sql sql, String run, String step, String column)
      throws SQLException {
    return sql.first(
            sums(column),
            row -> new Standing(new Sum(row.getLong(1), row.getLong(2)), Sum.NONE, row.getLong(3)),
            run,
            step)
        .orElse(Standing.NONE);
  }

  private static String sums(String column) {
    return "SELECT coalesce(sum(CASE settled WHEN 1 THEN %1$s END), 0), coalesce(sum(CASE settled WHEN 0 THEN %1$s END), 0), coalesce(max(CASE settled WHEN 1 THEN %1$s END), 0) FROM budget_turns WHERE run=? AND NOT (step=? AND settled=0)"
        .formatted(column);
  }

  @Override
  public void cut(String step, Work work, Usage usage) {
    database.write(
        sql ->
            usage.equals(Usage.NONE)
                ? sql.update(
                        "UPDATE budget_turns SET settled=1, estimated=1 WHERE step=? AND settled=0",
                        step)
                    > 0
                : settled(sql, step, usage) || added(sql, step, work, usage));
  }

  @Override
  public Usage settle(String step, Work work, Usage usage) {
    return database.write(
        sql -> {
          boolean unused = settled(sql, step, usage) || added(sql, step, work, usage);
          return withEarlier(sql, step, usage);
        });
  }

  @Override
  public Usage settleOnce(String step, Work work, Usage usage) {
    return database.write(
        sql -> {
          boolean unused =
              settled(sql, step, usage) || known(sql, step) || added(sql, step, work, usage);
          return withEarlier(sql, step, usage);
        });
  }

  /** Of what kinds the tokens of earlier starts were, no row says. */
  private static Usage withEarlier(Sql sql, String step, Usage usage) throws SQLException {
    Usage all =
        sql.first(
                "SELECT coalesce(sum(usd), 0), coalesce(sum(tokens), 0), coalesce(max(estimated), 0) FROM budget_turns WHERE step=? AND settled=1",
                row -> new Usage(row.getLong(2), 0, 0, 0, row.getLong(1), row.getInt(3) > 0),
                step)
            .orElse(Usage.NONE);
    Usage told = new Usage(usage.tokens(), 0, 0, 0, usage.costMicroUsd(), false);
    Usage earlier = all.minus(told);
    return earlier.tokens() + earlier.costMicroUsd() > 0 ? usage.plus(earlier) : usage;
  }

  private static boolean settled(Sql sql, String step, Usage usage) throws SQLException {
    return sql.update(
            "UPDATE budget_turns SET settled=1, usd=?, tokens=?, estimated=? WHERE step=? AND settled=0",
            usage.costMicroUsd(),
            usage.tokens(),
            usage.estimated() ? 1 : 0,
            step)
        > 0;
  }

  private static boolean known(Sql sql, String step) throws SQLException {
    return sql.first("SELECT 1 FROM budget_turns WHERE step=?", row -> 1, step).isPresent();
  }

  /** Nothing is set aside where nothing is limited; what it cost counts once something is. */
  private static boolean added(Sql sql, String step, Work work, Usage usage) throws SQLException {
    return !usage.equals(Usage.NONE)
        && sql.update(
                "INSERT INTO budget_turns VALUES (?, (SELECT count(*) FROM budget_turns WHERE step=?), ?, ?, 1, ?, ?, ?)",
                step,
                step,
                work.run(),
                work.unit(),
                usage.costMicroUsd(),
                usage.tokens(),
                usage.estimated() ? 1 : 0)
            > 0;
  }

  /**
   * Lets {@code run} spend what {@code raised} names, in all its generations together; the rest
   * stays. Who waits for it goes on once the run is told to.
   */
  public void raise(String run, Budget raised) {
    database.write(
        sql -> {
          Budget all = raised(sql, run).with(raised);
          sql.update("INSERT OR REPLACE INTO budget_raised VALUES (?, ?)", run, Wire.json(all));
          return all;
        });
  }

  /** Releases what is set aside for a run none of whose turns is under way any more. */
  public void release(String run) {
    database.write(sql -> sql.update("DELETE FROM budget_turns WHERE run=? AND settled=0", run));
  }

  /** Forgets what {@code run} has spent, which is no more. */
  public static void forget(Sql sql, String run) throws SQLException {
    sql.update("DELETE FROM budget_turns WHERE run=?", run);
    sql.update("DELETE FROM budget_raised WHERE run=?", run);
  }

  /** Returns what stands here for a run that was started with this budget. */
  public Balance balance(String run, Budget started) {
    return database.read(
        sql -> {
          return new Balance(
              now(sql, run, started),
              ofRun(sql, run, "", "usd").run(),
              ofRun(sql, run, "", "tokens").run());
        });
  }

  private static Budget now(Sql sql, String run, Budget started) throws SQLException {
    return started.with(raised(sql, run));
  }

  private static Budget raised(Sql sql, String run) throws SQLException {
    return sql.first(
            "SELECT budget FROM budget_raised WHERE run=?",
            row -> Wire.<Budget>read(row.getString(1), Budget.class),
            run)
        .orElse(Budget.NONE);
  }

  /** In a row nothing set aside is zero: a currency that is not limited. */
  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  private static @Nullable Long orNull(long amount) {
    return amount == 0 ? null : Long.valueOf(amount);
  }
}
