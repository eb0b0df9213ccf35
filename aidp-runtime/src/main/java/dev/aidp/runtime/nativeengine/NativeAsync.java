package dev.aidp.runtime.nativeengine;

import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of an async body. */
final class NativeAsync<T> implements Promise<T> {
  private final NativeContext context;
  @Nullable Outcome<T> outcome;

  NativeAsync(NativeContext context) {
    this.context = context;
  }

  @Override
  public boolean done() {
    return outcome != null;
  }

  @Override
  public Outcome<T> outcome() {
    if (outcome == null) {
      context.await(this::done);
    }
    return Objects.requireNonNull(outcome);
  }

  @Override
  public void cancel() {
    // Its own steps are its own affair.
  }

  @Override
  public WorkflowContext context() {
    return context;
  }
}
