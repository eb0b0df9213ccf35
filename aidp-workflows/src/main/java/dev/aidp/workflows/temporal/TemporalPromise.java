package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
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
record TemporalPromise<T>(
    WorkflowContext context,
    io.temporal.workflow.Promise<T> promise,
    @Nullable CancellationScope scope)
    implements Promise<T> {

  /** Starts something that can be cancelled. */
  static <T> TemporalPromise<T> cancellable(
      WorkflowContext context, Supplier<io.temporal.workflow.Promise<T>> start) {
    List<io.temporal.workflow.Promise<T>> started = new ArrayList<>(1);
    CancellationScope scope = Workflow.newCancellationScope(() -> started.add(start.get()));
    scope.run();
    return new TemporalPromise<>(context, started.get(0), scope);
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
