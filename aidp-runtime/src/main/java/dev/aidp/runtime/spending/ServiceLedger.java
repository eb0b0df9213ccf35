package dev.aidp.runtime.spending;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.spending.Accounts;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.BudgetBook.Turn;
import dev.aidp.activities.spending.Ledger;
import dev.aidp.run.Budget;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.runtime.spending.LedgerWorkflow.Asked;
import dev.aidp.runtime.spending.LedgerWorkflow.State;
import dev.aidp.runtime.spending.LedgerWorkflow.Told;
import dev.aidp.runtime.temporal.BesideRun;
import dev.aidp.runtime.temporal.KeptWorkflow;
import dev.aidp.runtime.temporal.KeptWorkflow.Refused;
import dev.aidp.workflow.WorkflowDefinition;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger that all hosts share which work on a run: a workflow beside it on the service, which
 * steps of the run tell by updates.
 */
public final class ServiceLedger implements Ledger {

  /** No part of a run has this name. */
  private static final String NAME = "/_ledger";

  /** Each look is a word with the service. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Supplier<BesideRun> run;

  /** Makes one for activities on Temporal: the run is the one that a step is of. */
  public ServiceLedger() {
    this(BesideRun::current);
  }

  /** Makes one for the run that is given with each call. */
  public ServiceLedger(Supplier<BesideRun> run) {
    this.run = run;
  }

  /** Returns the workflow that a worker needs to have. */
  public static WorkflowDefinition<LedgerWorkflow> workflow() {
    return workflow(KeptWorkflow.MOST_CALLS);
  }

  /** Returns one that goes on as new after so many calls. */
  public static WorkflowDefinition<LedgerWorkflow> workflow(int mostCalls) {
    return new WorkflowDefinition<>(
        LedgerWorkflow.class, context -> new LedgerWorkflowImpl(context, mostCalls));
  }

  /** Returns the id by which an engine of its repository knows the ledger of {@code run}. */
  public static String id(String run) {
    return run + NAME;
  }

  /** Returns the ledger of the run with the id {@code id}, of which {@code run} is a generation. */
  public static KeptWorkflow<LedgerWorkflow> of(BesideRun run, String id) {
    return new KeptWorkflow<>(
        run, workflow(), id(id), LedgerWorkflow::state, last -> begins(run.workflowId(), last));
  }

  private static State begins(String run, @Nullable Object last) {
    return new State(run, last instanceof State state ? state.book() : Accounts.Kept.NONE);
  }

  @Override
  public Duration look() {
    return LOOK;
  }

  @Override
  public Allowance reserve(String step, Work work, Budget budget) {
    BesideRun now = run.get();
    Asked asked = new Asked(now.workflowId(), new Turn(work.unit(), step), budget);
    try {
      return of(now, work.run()).update((ledger, call) -> ledger.reserve(asked)).allowance();
    } catch (Refused e) {
      return new Allowance.Busy();
    }
  }

  @Override
  public void cut(String step, Work work, Usage usage) {
    told(
        work,
        (ledger, call) -> {
          ledger.cut(new Told(new Turn(work.unit(), step), usage, call));
          return ImmutableList.of();
        });
  }

  @Override
  public Usage settle(String step, Work work, Usage usage) {
    return told(
        work, (ledger, call) -> ledger.settle(new Told(new Turn(work.unit(), step), usage, call)));
  }

  @Override
  public Usage settleOnce(String step, Work work, Usage usage) {
    return told(
        work,
        (ledger, call) -> ledger.settleOnce(new Told(new Turn(work.unit(), step), usage, call)));
  }

  private <R> R told(Work work, KeptWorkflow.CallOf<LedgerWorkflow, R> call) {
    return of(run.get(), work.run()).demand(call);
  }
}
