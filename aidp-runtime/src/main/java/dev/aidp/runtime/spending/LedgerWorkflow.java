package dev.aidp.runtime.spending;

import dev.aidp.activities.spending.Accounts;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.activities.spending.BudgetBook.Turn;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Keeps the book of one run for all hosts. Steps of the run tell it by updates. */
@WorkflowInterface
public interface LedgerWorkflow {

  /**
   * All that it is.
   *
   * @param run the last generation of its run of which it has heard, by its id on the service
   * @param book what was set aside and spent
   */
  record State(String run, Accounts.Kept book) {}

  /**
   * A turn wants to begin.
   *
   * @param run the generation of the run that it is of, by its id on the service
   * @param budget what the run was started with
   */
  record Asked(String run, Turn turn, Budget budget) {}

  /**
   * Whether it may: it does if there is no message.
   *
   * @param turn what it may spend, or null
   * @param left what is left of the run's budget, or null
   * @param message why not, or null
   * @param setting what a person would have to raise, or null
   */
  record Answer(
      @Nullable Cap turn, @Nullable Cap left, @Nullable String message, @Nullable String setting) {

    static Answer of(Allowance allowance) {
      if (allowance instanceof Allowance.Granted granted) {
        return new Answer(granted.turn(), granted.left(), null, null);
      }
      return allowance instanceof Allowance.Spent spent
          ? new Answer(null, null, spent.message(), spent.setting())
          : new Answer(null, null, null, null);
    }

    Allowance allowance() {
      if (turn != null && left != null) {
        return new Allowance.Granted(turn, left);
      }
      return message != null && setting != null
          ? new Allowance.Spent(message, setting)
          : new Allowance.Busy();
    }
  }

  /**
   * What a turn has used.
   *
   * @param call tells this from every other call
   */
  record Told(Turn turn, Usage usage, String call) {}

  /** Goes on until its run has ended; returns what it then is, from which it can go on again. */
  @WorkflowMethod(name = "AidpLedger")
  State run(State state);

  /** Sets aside what a turn may spend. */
  @UpdateMethod(name = "reserve")
  Answer reserve(Asked asked);

  /** Who has to wait for others asks again: nothing is recorded of that. */
  @UpdateValidatorMethod(updateName = "reserve")
  void demandAnswer(Asked asked);

  /** Charges a start of a turn that was cut off. */
  @UpdateMethod(name = "cut")
  void cut(Told told);

  /** Puts what a turn has used in the place of what was set aside for it. */
  @UpdateMethod(name = "settle")
  Usage settle(Told told);

  /** Likewise, unless that was done already. */
  @UpdateMethod(name = "settle_once")
  Usage settleOnce(Told told);

  /** Lets the run spend more: a message that is kept also while nobody works. */
  @SignalMethod(name = "raise")
  void raise(Budget more);

  /** Its run may have ended: it looks. */
  @SignalMethod(name = "look")
  void look();

  /** Returns what it now is. */
  @QueryMethod(name = "state")
  State state();

  /** Returns what stands in the book of a run that was started with {@code budget}. */
  @QueryMethod(name = "balance")
  Balance balance(Budget budget);
}
