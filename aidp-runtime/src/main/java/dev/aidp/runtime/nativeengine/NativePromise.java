package dev.aidp.runtime.nativeengine;

import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** The outcome of a step or a child. */
final class NativePromise<T> implements Promise<T> {
  private final NativeContext context;
  private final Pending pending;
  private final Type type;
  private @Nullable Outcome<T> outcome;

  NativePromise(NativeContext context, Pending pending, Type type) {
    this.context = context;
    this.pending = pending;
    this.type = type;
  }

  @Override
  public boolean done() {
    return pending.answered();
  }

  @Override
  public Outcome<T> outcome() {
    if (outcome == null) {
      context.await(this::done);
      outcome = Payload.outcome(pending.answer(), type);
    }
    return outcome;
  }

  /** A child run is not stopped but told. */
  @Override
  public void cancel() {
    context.strand();
    if (!done() && pending.request instanceof Request.OfStep step && step.step().stoppable()) {
      pending.stop();
    }
  }

  @Override
  public WorkflowContext context() {
    return context;
  }
}
