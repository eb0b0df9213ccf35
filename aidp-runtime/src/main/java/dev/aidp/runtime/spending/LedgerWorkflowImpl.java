package dev.aidp.runtime.spending;

import dev.aidp.activities.spending.Accounts;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.BudgetBook;
import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.Budget;
import dev.aidp.run.Usage;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Its book decides; it goes on as new now and then, and ends with its run. */
final class LedgerWorkflowImpl implements LedgerWorkflow {

  /** Nobody tells of the end of a run that was started and ended without Aidp. */
  private static final Duration LOOKS_EVERY = Duration.ofMinutes(10);

  /** Says that others hold what is left. */
  static final String BUSY = "busy";

  private final WorkflowContext context;
  private final int mostCalls;
  private @Nullable BudgetBook book;
  private String run = "";
  private int calls;
  private boolean looks;

  LedgerWorkflowImpl(WorkflowContext context, int mostCalls) {
    this.context = context;
    this.mostCalls = mostCalls;
  }

  @Override
  public State run(State state) {
    run = state.run();
    book = new BudgetBook(state.book());
    for (int look = 1; ; look++) {
      var unused = context.await(LOOKS_EVERY, () -> looks || calls >= mostCalls);
      if (calls >= mostCalls) {
        State now = state();
        context.continueAsNew(LedgerWorkflow.class, ledger -> ledger.run(now));
      }
      looks = false;
      if (ended(look)) {
        return state();
      }
    }
  }

  @Override
  public State state() {
    return new State(run, opened().kept());
  }

  private boolean ended(int look) {
    String asked = run;
    int before = calls;
    try {
      boolean ended =
          context.steps(LedgerActivities.class, Step.quick().named("look-" + look)).runEnded(asked);
      return ended && calls == before;
    } catch (StepFailedException e) {
      return false; // it looks again
    }
  }

  /** A message may come before the workflow's own method has begun. */
  private BudgetBook book() {
    context.await(() -> book != null);
    return opened();
  }

  private BudgetBook opened() {
    return Objects.requireNonNull(book);
  }

  @Override
  public void demandAnswer(Asked asked) {
    if (book != null && book.asked(asked.turn(), asked.budget()) instanceof Allowance.Busy) {
      throw new IllegalStateException(BUSY);
    }
  }

  @Override
  public Answer reserve(Asked asked) {
    BudgetBook open = book();
    calls++;
    run = asked.run();
    return Answer.of(open.reserve(asked.turn(), asked.budget()));
  }

  @Override
  public void cut(Told told) {
    BudgetBook open = book();
    calls++;
    open.cut(told.turn(), told.usage(), told.call());
  }

  @Override
  public Usage settle(Told told) {
    BudgetBook open = book();
    calls++;
    return open.settle(told.turn(), told.usage(), told.call());
  }

  @Override
  public Usage settleOnce(Told told) {
    BudgetBook open = book();
    calls++;
    return open.settleOnce(told.turn(), told.usage(), told.call());
  }

  @Override
  public void raise(Budget more) {
    BudgetBook open = book();
    calls++;
    open.raise(more);
  }

  @Override
  public void look() {
    looks = true;
  }

  @Override
  public Balance balance(Budget budget) {
    return (book == null ? new BudgetBook(Accounts.Kept.NONE) : book).balance(budget);
  }
}
