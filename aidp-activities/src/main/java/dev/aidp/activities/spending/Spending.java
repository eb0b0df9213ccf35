package dev.aidp.activities.spending;

import com.google.common.collect.ImmutableList;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Takes turns within their budget: reserved before, settled after. Safe for use by many threads.
 */
public final class Spending {

  /** Often enough for a turn of seconds, seldom enough for the disk. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /*
   * A turn that waits for others holds a place among the steps under way. It gives it up now and then and queues again: the
   * place may be the one that the others need.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Ledger ledger;
  private final PriceTable prices;

  /** Makes one. */
  public Spending(Ledger ledger, PriceTable prices) {
    this.ledger = ledger;
    this.prices = prices;
  }

  /** Returns one in which nothing is limited and nothing is kept. */
  public static Spending unlimited() {
    return new Spending(Ledger.NONE, new PriceTable(java.util.Map.of()));
  }

  /**
   * Takes the turn if its budget allows it, and settles it, however it ends; where the turn tells
   * only tokens, they are priced.
   *
   * @return what {@code turn} returns, or a failure of kind {@code budget_spent}
   */
  public TurnResult during(TurnRequest request, Function<Allowance.Granted, TurnResult> turn) {
    String step = StepInfo.current().key();
    Allowance allowance = allowance(step, request);
    if (!(allowance instanceof Allowance.Granted granted)) {
      return refused(request, allowance);
    }
    try {
      TurnResult result = turn.apply(granted);
      Usage usage = prices.priced(result.usage(), request.model());
      ledger.settle(step, request.work(), usage);
      return result.using(usage);
    } catch (UnusableException e) {
      throw e; // nothing is recorded: the same step goes on later, with what was set aside for it
    } catch (RuntimeException e) {
      ledger.settle(step, request.work(), Usage.NONE);
      throw e;
    }
  }

  /** Settles a turn that had ended before its process was lost, unless that was done already. */
  public TurnResult paid(TurnRequest request, TurnResult result) {
    Usage usage = prices.priced(result.usage(), request.model());
    ledger.settleOnce(StepInfo.current().key(), request.work(), usage);
    return result.using(usage);
  }

  private Allowance allowance(String step, TurnRequest request) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      StepInfo.current().beat(null);
      Allowance allowance = ledger.reserve(step, request.work(), request.budget());
      if (!(allowance instanceof Allowance.Busy) || System.nanoTime() > end) {
        return allowance;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("The step was interrupted.");
    }
  }

  private static TurnResult refused(TurnRequest request, Allowance why) {
    // One that names a time is over by then without anybody's help; else its second line says what
    // to do.
    Failure failure =
        why instanceof Allowance.Spent spent
            ? Failure.of(
                FailureKind.BUDGET_SPENT,
                "%s; no further turn begins\nRaise it and go on: aidp resume %s %s"
                    .formatted(spent.message(), request.work().run(), spent.option()))
            : new Failure(
                FailureKind.BUDGET_SPENT,
                "Turns under way hold what is left of the budget.",
                Instant.now());
    return new TurnResult(request.state(), false, "", "", ImmutableList.of(), failure);
  }
}
