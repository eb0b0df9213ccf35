package dev.aidp.workflow;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.time.Duration;
import java.util.function.Function;

/**
 * The result of something a workflow started and did not wait for. Used only by the run's own
 * threads.
 *
 * <pre>{@code
 * Promise<Build> fast = context.start(() -> builds.remote(tree));
 * Promise<Build> sure = context.start(() -> builds.local(tree));
 * Promise<Build> first = context.any(List.of(fast, sure));
 * (first == fast ? sure : fast).cancel();
 * Outcome<String> name = first.map(Build::name).within(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Whoever is waited for no longer, as another came first or time ran out, goes on: its outcome
 * is recorded, and its effects happen. Only {@link #cancel} asks it to stop.
 */
public interface Promise<T> {

  /** Returns whether the outcome is there; {@link #get()} then does not wait. */
  boolean done();

  /** Waits for the outcome and returns it; never throws for a failure. */
  Outcome<T> outcome();

  /**
   * Asks it to stop, and returns at once. A step hears it at its next beat or by an interrupt; its
   * outcome is there when it has really ended, mostly as a failure of kind {@code cancelled}, but
   * as its value if it was faster. A step that was not begun never begins. A timer ends at once. A
   * composed one passes it on to its parts. It changes nothing for what is done, for a quick step,
   * for an async body, nor for a child run, which is sent a signal instead.
   */
  void cancel();

  /** Returns the context it belongs to. */
  WorkflowContext context();

  /**
   * Waits for the value.
   *
   * @throws dev.aidp.failure.StepFailedException if it failed
   */
  default T get() {
    return outcome().orThrow();
  }

  /**
   * Returns what {@code function} makes of the value; a failure stays as it is. The function is
   * called at most once, when somebody asks for the outcome, and only computes; a failure of Aidp
   * that it throws is the outcome.
   */
  default <R> Promise<R> map(Function<? super T, ? extends R> function) {
    return handle(outcome -> function.apply(outcome.orThrow()));
  }

  /** Like {@link #map}, of a value or a failure: {@code outcome -> outcome.ok() ? … : …}. */
  default <R> Promise<R> handle(Function<? super Outcome<T>, ? extends R> function) {
    return new ComposedPromise<>(
        context(),
        ImmutableList.of(this),
        this::done,
        () -> Outcome.of(() -> function.apply(outcome())));
  }

  /**
   * Returns this with a limit, which counts from {@link WorkflowContext#now()}: once it has passed,
   * the outcome is a failure of kind {@code timeout}. What it limits goes on; {@link #cancel} ends
   * it.
   */
  default Promise<T> orTimeout(Duration limit) {
    Promise<?> timer = context().timer(limit);
    return new ComposedPromise<>(
        context(),
        ImmutableList.of(this, timer),
        () -> done() || timer.done(),
        () -> {
          boolean inTime = done();
          timer.cancel();
          return inTime
              ? outcome()
              : new Outcome.Failed<>(
                  Failure.of(FailureKind.TIMEOUT, "There was no outcome within " + limit + "."));
        });
  }

  /** Waits for the outcome for at most {@code limit}, as {@link #orTimeout} says. */
  default Outcome<T> within(Duration limit) {
    return orTimeout(limit).outcome();
  }
}
