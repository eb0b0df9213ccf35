package dev.aidp.workflow;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link Promise} made of others, the same on every engine. */
final class ComposedPromise<T> implements Promise<T> {

  private final WorkflowContext context;
  private final ImmutableList<Promise<?>> parts;
  private final BooleanSupplier done;
  private final Supplier<Outcome<T>> made;
  private @Nullable Outcome<T> outcome;

  ComposedPromise(
      WorkflowContext context,
      List<? extends Promise<?>> parts,
      BooleanSupplier done,
      Supplier<Outcome<T>> made) {
    this.context = context;
    this.parts = ImmutableList.copyOf(parts);
    this.done = done;
    this.made = made;
  }

  @Override
  public boolean done() {
    return outcome != null || done.getAsBoolean();
  }

  /** What it is made of is looked at once: who came first stays the first. */
  @Override
  public Outcome<T> outcome() {
    Outcome<T> known = outcome;
    if (known == null) {
      context.await(done);
      known = made.get();
      outcome = known;
    }
    return known;
  }

  @Override
  public void cancel() {
    parts.forEach(Promise::cancel);
  }

  @Override
  public WorkflowContext context() {
    return context;
  }
}
