package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Later;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.WorkflowContext;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK promises, with failures as values.
 *
 * @param scope what cancels it, or null if nothing does
 */
record TemporalLater<T>(
    WorkflowContext context, Promise<T> promise, @Nullable CancellationScope scope)
    implements Later<T> {

  /** Starts something that can be cancelled. */
  static <T> TemporalLater<T> cancellable(WorkflowContext context, Supplier<Promise<T>> start) {
    List<Promise<T>> started = new ArrayList<>(1);
    CancellationScope scope = Workflow.newCancellationScope(() -> started.add(start.get()));
    scope.run();
    return new TemporalLater<>(context, started.get(0), scope);
  }

  @Override
  public boolean done() {
    return promise.isCompleted();
  }

  @Override
  public Outcome<T> outcome() {
    try {
      return new Outcome.Ok<>(promise.get());
    } catch (TemporalFailure e) {
      return new Outcome.Failed<>(Failures.of(e));
    }
  }

  @Override
  public void cancel() {
    if (scope != null && !done()) {
      scope.cancel("stopped by the workflow");
    }
  }
}
