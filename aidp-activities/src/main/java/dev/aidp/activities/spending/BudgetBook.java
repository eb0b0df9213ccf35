package dev.aidp.activities.spending;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.spending.Accounts.Account;
import dev.aidp.activities.spending.Accounts.Amount;
import dev.aidp.activities.spending.Accounts.Kept;
import dev.aidp.activities.spending.Accounts.Last;
import dev.aidp.activities.spending.Accounts.Open;
import dev.aidp.activities.spending.Accounts.Whole;
import dev.aidp.activities.spending.Allowance.Standing;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the turns of one run have set aside and spent, and all that is decided by it. It knows
 * neither a clock nor where it is kept; whoever keeps it sees to it that one call comes after the
 * other.
 *
 * <p>A unit takes one turn at a time. So of each unit its sum is kept, what is set aside for the
 * turn under way, and what the starts of its last turn were paid: a turn that was settled and is
 * performed again, because its outcome was never recorded, is paid for again.
 */
public final class BudgetBook {

  /** Of so many units a book that is handed on says what their last turn was paid. */
  private static final int MOST_LAST = 1_000;

  /**
   * What stands in a book.
   *
   * @param budget what holds now
   * @param money spent and set aside, in millionths of a US dollar
   * @param tokens spent and set aside
   */
  public record Balance(Budget budget, Sum money, Sum tokens) {}

  /**
   * One turn.
   *
   * @param unit whose it is
   * @param step its key
   */
  public record Turn(String unit, String step) {}

  private Whole whole;
  private final Map<String, Account> units;

  /** Goes on with what was kept; of units that are not named here nothing was spent. */
  public BudgetBook(Kept kept) {
    this.whole = kept.whole();
    this.units = new LinkedHashMap<>(kept.units());
  }

  /** Returns what is to be kept where all of it is kept together. */
  public Kept kept() {
    List<String> lasting = new ArrayList<>(units.keySet());
    List<String> early = lasting.subList(0, Math.max(0, lasting.size() - MOST_LAST));
    Map<String, Account> all = new LinkedHashMap<>(units);
    early.forEach(
        unit ->
            all.computeIfPresent(unit, (id, its) -> new Account(its.settled(), its.open(), null)));
    return new Kept(whole, ImmutableMap.copyOf(all));
  }

  /** Returns what is to be kept of the run as a whole. */
  public Whole whole() {
    return whole;
  }

  /** Returns what is to be kept of a unit. */
  public Account account(String unit) {
    return units.getOrDefault(unit, Account.NONE);
  }

  /**
   * Returns what {@link #reserve} would: what the turn may spend, or why it must not begin.
   *
   * @param started the budget that the run was started with; what a person has said since holds
   *     instead
   */
  public Allowance asked(Turn turn, Budget started) {
    Budget budget = started.with(whole.raised());
    Account account = account(turn.unit);
    Standing money = standing(account, Amount::microUsd);
    Standing tokens = standing(account, Amount::tokens);
    Amount own = account.reservedFor(turn.step);
    return own == null
        ? Allowance.of(budget, money, tokens)
        : new Allowance.Granted(
            own.cap(),
            new Cap(
                left(budget.run().microUsd(), money.run()),
                left(budget.run().tokens(), tokens.run())));
  }

  /** Without what is set aside for the unit itself: nobody but its next turn will settle that. */
  private Standing standing(Account account, ToLongFunction<Amount> currency) {
    Amount others =
        account.open() == null ? whole.reserved() : whole.reserved().minus(account.open().amount());
    return new Standing(
        new Sum(currency.applyAsLong(whole.settled()), currency.applyAsLong(others)),
        new Sum(currency.applyAsLong(account.settled()), 0),
        currency.applyAsLong(whole.largest()));
  }

  private static @Nullable Long left(@Nullable Long cap, Sum sum) {
    return cap == null ? null : Long.valueOf(Math.max(1, cap - sum.settled()));
  }

  /**
   * Sets aside what {@code turn} may spend, or says why it must not begin. One that was begun
   * before and never settled finds what was set aside for it; whatever else was set aside for its
   * unit is released.
   */
  public Allowance reserve(Turn turn, Budget started) {
    Allowance allowance = asked(turn, started);
    Account account = account(turn.unit);
    if (account.reservedFor(turn.step) == null) {
      release(turn.unit, account);
      if (allowance instanceof Allowance.Granted granted && !started.with(whole.raised()).none()) {
        open(turn, Amount.of(granted.turn()));
      }
    }
    return allowance;
  }

  private void open(Turn turn, Amount amount) {
    Account account = account(turn.unit);
    put(turn.unit, new Account(account.settled(), new Open(turn.step, amount), account.last()));
    whole =
        new Whole(whole.raised(), whole.settled(), whole.reserved().plus(amount), whole.largest());
  }

  private void release(String unit, Account account) {
    if (account.open() != null) {
      Amount rest = whole.reserved().minus(account.open().amount());
      whole = new Whole(whole.raised(), whole.settled(), rest, whole.largest());
      put(unit, new Account(account.settled(), null, account.last()));
    }
  }

  /** Who has changed last stands last. */
  private void put(String unit, Account account) {
    units.remove(unit);
    units.put(unit, account);
  }

  /**
   * Charges a start of the turn that was cut off: what it is known to have used, or all that was
   * set aside for it if that is nothing.
   *
   * @param call tells it from every other call: made again, it changes nothing; null where none is
   */
  public void cut(Turn turn, Usage usage, @Nullable String call) {
    Amount reserved = account(turn.unit).reservedFor(turn.step);
    if (repeated(turn, call)) {
      return;
    }
    if (!usage.equals(Usage.NONE)) {
      pay(turn, Amount.of(usage), usage.estimated(), call);
    } else if (reserved != null) {
      pay(turn, reserved, true, call);
    }
  }

  /**
   * Puts what the turn has used in the place of what was set aside for it.
   *
   * @param call tells it from every other call: made again, it has the same answer; null where none
   *     is
   * @return what all starts of the turn have used together
   */
  public Usage settle(Turn turn, Usage usage, @Nullable String call) {
    return settled(turn, usage, call, false);
  }

  /** Does the same unless the turn was settled and nothing was set aside for it since. */
  public Usage settleOnce(Turn turn, Usage usage, @Nullable String call) {
    return settled(turn, usage, call, true);
  }

  private Usage settled(Turn turn, Usage usage, @Nullable String call, boolean once) {
    Account account = account(turn.unit);
    boolean reserved = account.reservedFor(turn.step) != null;
    boolean known = once && account.lastOf(turn.step) != null;
    // Nothing is set aside where nothing is limited; what it cost counts once something is.
    boolean adds = !known && !usage.equals(Usage.NONE);
    if (!repeated(turn, call) && (reserved || adds)) {
      pay(turn, Amount.of(usage), usage.estimated(), call);
    }
    return withEarlier(turn, usage);
  }

  private boolean repeated(Turn turn, @Nullable String call) {
    Last last = account(turn.unit).lastOf(turn.step);
    return call != null && last != null && call.equals(last.call());
  }

  private void pay(Turn turn, Amount amount, boolean estimated, @Nullable String call) {
    Account before = account(turn.unit);
    Amount reserved = Objects.requireNonNullElse(before.reservedFor(turn.step), Amount.NONE);
    Open open = before.reservedFor(turn.step) == null ? before.open() : null;
    Last last = before.lastOf(turn.step);
    Last now =
        last == null
            ? new Last(turn.step, amount, estimated, call)
            : new Last(turn.step, last.paid().plus(amount), last.estimated() || estimated, call);
    put(turn.unit, new Account(before.settled().plus(amount), open, now));
    whole =
        new Whole(
            whole.raised(),
            whole.settled().plus(amount),
            whole.reserved().minus(reserved),
            whole.largest().max(amount));
  }

  /** Of what kinds the tokens of earlier starts were, no account says. */
  private Usage withEarlier(Turn turn, Usage usage) {
    Last last = account(turn.unit).lastOf(turn.step);
    if (last == null) {
      return usage;
    }
    Usage earlier = last.paid().usage(last.estimated()).minus(Amount.of(usage).usage(false));
    return earlier.tokens() + earlier.costMicroUsd() > 0 ? usage.plus(earlier) : usage;
  }

  /**
   * Lets the run spend what {@code more} names, in all its generations together; the rest stays.
   */
  public void raise(Budget more) {
    whole =
        new Whole(whole.raised().with(more), whole.settled(), whole.reserved(), whole.largest());
  }

  /** Releases what is set aside, as no turn is under way any more. */
  public void release() {
    for (String unit : ImmutableMap.copyOf(units).keySet()) {
      release(unit, account(unit));
    }
  }

  /** Returns what stands here for a run that was started with this budget. */
  public Balance balance(Budget started) {
    return new Balance(
        started.with(whole.raised()),
        new Sum(whole.settled().microUsd(), whole.reserved().microUsd()),
        new Sum(whole.settled().tokens(), whole.reserved().tokens()));
  }
}
