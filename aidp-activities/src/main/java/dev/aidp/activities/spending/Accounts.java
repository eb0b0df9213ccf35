package dev.aidp.activities.spending;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link BudgetBook} holds, as it is kept and sent. */
public final class Accounts {

  private Accounts() {}

  /**
   * In both currencies.
   *
   * @param microUsd millionths of a US dollar
   * @param tokens of every kind
   */
  public record Amount(long microUsd, long tokens) {

    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0);

    static Amount of(Usage usage) {
      return new Amount(usage.costMicroUsd(), usage.tokens());
    }

    static Amount of(Cap cap) {
      return new Amount(orZero(cap.microUsd()), orZero(cap.tokens()));
    }

    private static long orZero(@Nullable Long amount) {
      return amount == null ? 0 : amount;
    }

    Amount plus(Amount other) {
      return new Amount(microUsd + other.microUsd, tokens + other.tokens);
    }

    Amount minus(Amount other) {
      return new Amount(microUsd - other.microUsd, tokens - other.tokens);
    }

    Amount max(Amount other) {
      return new Amount(Math.max(microUsd, other.microUsd), Math.max(tokens, other.tokens));
    }

    Usage usage(boolean estimated) {
      return new Usage(tokens, 0, 0, 0, microUsd, estimated);
    }

    /** Zero stands for a currency that is not limited: nothing is set aside of that. */
    Cap cap() {
      return new Cap(orNull(microUsd), orNull(tokens));
    }

    private static @Nullable Long orNull(long amount) {
      return amount == 0 ? null : Long.valueOf(amount);
    }
  }

  /**
   * The run as a whole.
   *
   * @param raised what a person has said since it was started
   * @param settled by turns that have ended
   * @param reserved for turns under way
   * @param largest turn that has ended, in each currency
   */
  public record Whole(Budget raised, Amount settled, Amount reserved, Amount largest) {

    /** Nothing was spent. */
    public static final Whole NONE = new Whole(Budget.NONE, Amount.NONE, Amount.NONE, Amount.NONE);
  }

  /**
   * A unit.
   *
   * @param settled by its turns that have ended
   * @param open its turn under way for which something is set aside, or null
   * @param last its last turn that was paid for, or null
   */
  public record Account(Amount settled, @Nullable Open open, @Nullable Last last) {

    /** Nothing was spent. */
    public static final Account NONE = new Account(Amount.NONE, null, null);

    @Nullable Amount reservedFor(String step) {
      return open != null && open.step.equals(step) ? open.amount : null;
    }

    @Nullable Last lastOf(String step) {
      return last != null && last.step.equals(step) ? last : null;
    }
  }

  /** A turn under way, and what is set aside for it. */
  public record Open(String step, Amount amount) {}

  /**
   * A turn that was paid for.
   *
   * @param paid for all its starts together
   * @param estimated whether any of that is a guess
   * @param call by which it was paid for last, or null where no call comes twice
   */
  public record Last(String step, Amount paid, boolean estimated, @Nullable String call) {}

  /**
   * All that a book holds.
   *
   * @param units by their ids
   */
  public record Kept(Whole whole, Map<String, Account> units) {

    /** Nothing was spent. */
    public static final Kept NONE = new Kept(Whole.NONE, ImmutableMap.of());
  }
}
