package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;

/** A timer; one that was over when it was asked for has no request. */
final class NativeTimer implements Promise<Object> {
  private final NativeContext context;
  private final @Nullable Pending timer;
  private boolean cancelled;

  NativeTimer(NativeContext context, @Nullable Pending timer) {
    this.context = context;
    this.timer = timer;
  }

  @Override
  public boolean done() {
    return cancelled || timer == null || timer.answered();
  }

  @Override
  @SuppressWarnings("NullAway") // it returns nothing
  public Outcome<Object> outcome() {
    context.await(this::done);
    return cancelled
        ? new Outcome.Failed<>(Failure.of(FailureKind.CANCELLED, "was stopped"))
        : new Outcome.Ok<>(null);
  }

  @Override
  public void cancel() {
    context.strand();
    if (timer != null && !done()) {
      cancelled = true;
      timer.stop();
    }
  }

  @Override
  public WorkflowContext context() {
    return context;
  }
}
