package dev.aidp.activities.spending;

import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Count;
import dev.aidp.text.Dollars;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a turn may begin, and what it may spend. Pure. */
public sealed interface Allowance {

  /**
   * It may.
   *
   * @param turn what is set aside for it and what it may spend; nothing is set aside where nothing
   *     is limited
   * @param left what is left of the run's budget, that included
   */
  record Granted(Cap turn, Cap left) implements Allowance {}

  /** Turns under way hold what is left; once they are settled, it may. */
  record Busy() implements Allowance {}

  /**
   * There is nothing left; only a person can change that.
   *
   * @param message what is spent
   * @param setting what a person would have to raise, such as {@code budget.usd}
   */
  record Spent(String message, String setting) implements Allowance {}

  /** Nothing is limited. */
  Granted UNLIMITED = new Granted(Cap.NONE, Cap.NONE);

  /**
   * What is spent and set aside in one currency.
   *
   * @param settled by turns that have ended
   * @param reserved for turns under way
   */
  record Sum(long settled, long reserved) {

    /** Nothing. */
    public static final Sum NONE = new Sum(0, 0);
  }

  /**
   * How a run stands in one currency.
   *
   * @param run all its turns but the one in question
   * @param unit those of its unit
   * @param largest the largest turn of the run that has ended
   */
  record Standing(Sum run, Sum unit, long largest) {

    /** Nothing was spent. */
    public static final Standing NONE = new Standing(Sum.NONE, Sum.NONE, 0);
  }

  /*
   * A turn gets its cap; without one, twice the largest turn so far, at least a tenth of the smallest budget that it counts
   * in, and never more than what is open there. If turns under way hold part of that, it waits for them rather than begin
   * with a remainder that is good for nothing. With less than a hundredth left a budget counts as spent: whoever began a
   * turn with that would only exceed it.
   */
  int FLOOR_SHARE = 10;

  /** See above. */
  int SPENT_SHARE = 100;

  /** Returns what the next turn may do under {@code budget}. */
  static Allowance of(Budget budget, Standing money, Standing tokens) {
    Share usd = Share.of(budget, Cap::microUsd, money);
    Share count = Share.of(budget, Cap::tokens, tokens);
    if (usd.spent() != null || count.spent() != null) {
      return spent(usd, count, budget);
    }
    if (usd.busy() || count.busy()) {
      return new Busy();
    }
    return new Granted(new Cap(usd.turn(), count.turn()), new Cap(usd.left(), count.left()));
  }

  private static Spent spent(Share usd, Share tokens, Budget budget) {
    boolean money = usd.spent() != null;
    boolean unit = money ? "unit".equals(usd.spent()) : "unit".equals(tokens.spent());
    Cap cap = unit ? budget.unit() : budget.run();
    long settled = money ? usd.settled(unit) : tokens.settled(unit);
    Long whole = money ? cap.microUsd() : cap.tokens();
    String message =
        "%s has spent %s of its budget of %s"
            .formatted(
                unit ? "The unit" : "The run",
                money ? Dollars.shown(settled) : Count.of(settled, "token"),
                money
                    ? Dollars.shown(whole == null ? 0 : whole)
                    : Count.of(whole == null ? 0 : whole, "token"));
    return new Spent(message, "budget." + (unit ? "unit_" : "") + (money ? "usd" : "tokens"));
  }

  /**
   * What the rule says in one currency.
   *
   * @param turn what is set aside, or null where nothing is limited
   * @param left what is left of the run's budget, or null
   * @param spent {@code run} or {@code unit} if that has nothing left, else null
   */
  record Share(
      @Nullable Long turn,
      @Nullable Long left,
      @Nullable String spent,
      boolean busy,
      Standing standing) {

    static Share of(Budget budget, Function<Cap, @Nullable Long> currency, Standing standing) {
      Long run = currency.apply(budget.run());
      Long unit = currency.apply(budget.unit());
      Long turn = currency.apply(budget.turn());
      Long left = run == null ? null : run - standing.run().settled();
      String spent =
          spent(run, standing.run()) ? "run" : spent(unit, standing.unit()) ? "unit" : null;
      if (spent != null || (run == null && unit == null)) {
        return new Share(turn, left, spent, false, standing);
      }
      long open = Math.min(open(run, standing.run()), open(unit, standing.unit()));
      long free = Math.min(free(run, standing.run()), free(unit, standing.unit()));
      long floor = Math.max(1, Math.min(orMost(run), orMost(unit)) / FLOOR_SHARE);
      long wanted = turn == null ? Math.max(floor, 2 * standing.largest()) : turn;
      long granted = Math.min(wanted, open);
      return new Share(granted, left, null, free < granted, standing);
    }

    private long settled(boolean unit) {
      return unit ? standing.unit().settled() : standing.run().settled();
    }

    private static boolean spent(@Nullable Long cap, Sum sum) {
      return cap != null && cap - sum.settled() < Math.max(1, cap / SPENT_SHARE);
    }

    private static long open(@Nullable Long cap, Sum sum) {
      return cap == null ? Long.MAX_VALUE : cap - sum.settled();
    }

    private static long free(@Nullable Long cap, Sum sum) {
      return cap == null ? Long.MAX_VALUE : cap - sum.settled() - sum.reserved();
    }

    private static long orMost(@Nullable Long cap) {
      return cap == null ? Long.MAX_VALUE : cap;
    }
  }
}
