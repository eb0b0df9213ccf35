package dev.aidp.workflows.temporal;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A timer, which is over as soon as it is cancelled: the SDK says so only when it is waited for.
 */
final class TemporalTimer implements Promise<Object> {

  private final TemporalPromise<@Nullable Void> timer;
  private boolean cancelled;

  TemporalTimer(WorkflowContext context, Duration time) {
    Duration positive = time.isNegative() ? Duration.ZERO : time;
    timer = TemporalPromise.cancellable(context, () -> Workflow.newTimer(positive));
  }

  @Override
  public boolean done() {
    return cancelled || timer.done();
  }

  @Override
  @SuppressWarnings("NullAway") // it returns nothing
  public Outcome<Object> outcome() {
    context().await(this::done);
    return cancelled
        ? new Outcome.Failed<>(Failure.of(FailureKind.CANCELLED, "was stopped"))
        : new Outcome.Ok<>(null);
  }

  @Override
  public void cancel() {
    if (!done()) {
      cancelled = true;
      timer.cancel();
      var unused = timer.promise().handle((nothing, stopped) -> true); // the SDK warns else
    }
  }

  @Override
  public WorkflowContext context() {
    return timer.context();
  }
}
