package dev.aidp.activities.spending;

import dev.aidp.activity.StepInfo;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes turns within their budget: reserved before, settled after. Safe for use by many threads.
 */
public final class Spending {

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

  /** A start of a turn that was cut off before it could tell all that it used. */
  public interface Cut {

    /** There was none. */
    Cut NONE =
        new Cut() {
          @Override
          public Optional<Usage> used() {
            return Optional.empty();
          }

          @Override
          public void charged(Usage priced) {}
        };

    /**
     * Returns what it is known to have used, nothing if nobody knows; empty if there was none, if
     * it is charged, or if who goes on with it will tell.
     */
    Optional<Usage> used();

    /** Says that so much is charged for it. */
    void charged(Usage priced);
  }

  /** Takes a turn of which no start can have been cut off. */
  public TurnResult during(TurnRequest request, Function<Allowance.Granted, TurnResult> turn) {
    return during(request, Cut.NONE, turn);
  }

  /**
   * Takes the turn if its budget allows it, and settles it, however it ends; where the turn tells
   * only tokens, they are priced. What an earlier start of it had used is charged first, and told
   * with the rest.
   *
   * @return what {@code turn} returns, or a failure of kind {@code budget_spent}
   */
  public TurnResult during(
      TurnRequest request, Cut cut, Function<Allowance.Granted, TurnResult> turn) {
    String step = StepInfo.current().key();
    if (StepInfo.current().attempt() > 1) {
      charge(step, request, cut);
    }
    Allowance allowance = allowance(step, request);
    if (!(allowance instanceof Allowance.Granted granted)) {
      return refused(request, allowance);
    }
    try {
      TurnResult result = turn.apply(granted);
      Usage usage = priced(used(result, request, granted), request.asked().model());
      return result.withUsage(ledger.settle(step, request.work(), usage));
    } catch (UnusableException e) {
      throw e; // nothing is recorded: the same step goes on later, and charges this start then
    } catch (StepCancelledException e) {
      boolean interrupted = Thread.interrupted(); // such a thread can write no file
      try {
        if (!charge(step, request, cut)) {
          ledger.settle(step, request.work(), Usage.NONE);
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      throw e;
    } catch (RuntimeException e) {
      ledger.settle(step, request.work(), Usage.NONE);
      throw e;
    }
  }

  private boolean charge(String step, TurnRequest request, Cut cut) {
    Optional<Usage> used = cut.used();
    used.ifPresent(
        known -> {
          Usage priced = priced(known, request.asked().model());
          ledger.cut(step, request.work(), priced);
          cut.charged(priced);
        });
    return used.isPresent();
  }

  /** A turn that had to be ended, and told nothing, may have used all that it might. */
  private static Usage used(TurnResult result, TurnRequest request, Allowance.Granted granted) {
    Failure failure = result.failure();
    boolean ended = failure != null && failure.kind() == FailureKind.TIMEOUT;
    return ended && request.asked().agent().command() == null && result.usage().equals(Usage.NONE)
        ? whole(granted.turn())
        : result.usage();
  }

  private static Usage whole(Cap turn) {
    Long money = turn.microUsd();
    Long tokens = turn.tokens();
    return turn.none()
        ? Usage.NONE
        : new Usage(tokens == null ? 0 : tokens, 0, 0, 0, money == null ? 0 : money, true);
  }

  /** Returns {@code used} with a price: the provider's own, else an estimate. */
  public Usage priced(Usage used, @Nullable String model) {
    return prices.priced(used, model);
  }

  /** Settles a turn that had ended before its process was lost, unless that was done already. */
  public TurnResult paid(TurnRequest request, TurnResult result) {
    Usage usage = priced(result.usage(), request.asked().model());
    return result.withUsage(ledger.settleOnce(StepInfo.current().key(), request.work(), usage));
  }

  private Allowance allowance(String step, TurnRequest request) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      StepInfo.current().beat(null);
      Allowance allowance = ledger.reserve(step, request.work(), request.bounds().budget());
      if (!(allowance instanceof Allowance.Busy) || System.nanoTime() > end) {
        return allowance;
      }
      pause();
    }
  }

  /** Whoever holds the rest may be another process: nobody here can be told when it is free. */
  private void pause() {
    try {
      Thread.sleep(ledger.look().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("The step was interrupted.");
    }
  }

  private static TurnResult refused(TurnRequest request, Allowance why) {
    // One that names a time is over by then without anybody's help; else its second line is the
    // setting to raise.
    Failure failure =
        why instanceof Allowance.Spent spent
            ? Failure.of(
                FailureKind.BUDGET_SPENT,
                "%s; no further turn begins\n%s".formatted(spent.message(), spent.setting()))
            : new Failure(
                FailureKind.BUDGET_SPENT,
                "Turns under way hold what is left of the budget.",
                Instant.now());
    return TurnResult.failed(request.state(), failure);
  }
}
