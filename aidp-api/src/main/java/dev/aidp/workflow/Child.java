package dev.aidp.workflow;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A child run: its start, its result, its signals and queries. Used only by the parent run's own
 * threads.
 *
 * <pre>{@code
 * Review one = context.child(ReviewWorkflow.class, "one").run(r -> r.run(change));
 *
 * Child<ReviewWorkflow> review = context.child(ReviewWorkflow.class, "review");
 * Promise<Review> result = review.start(r -> r.run(change));
 * review.signal(r -> r.hurry());
 * String doing = review.query(ReviewWorkflow::doing);
 * }</pre>
 *
 * @param <W> the child's workflow interface
 */
public interface Child<W> {

  /** Returns the child's full id. */
  String runId();

  /**
   * Has the child go on where this run {@linkplain WorkflowContext#continueAsNew continues as new}
   * while it is under way: the new run attaches to it by {@link #start}, with the same id. To be
   * called before the start. Such a child goes on, too, where an operator terminates this run. On
   * the native engine, where no run becomes too long, it changes nothing.
   */
  default Child<W> goesOn() {
    return this;
  }

  /**
   * Starts the child, or attaches to it if it exists.
   *
   * @param call makes exactly one call of the workflow method, such as {@code unit ->
   *     unit.run(request)}
   */
  <R> Promise<R> start(Function<W, R> call);

  /**
   * Starts the child as {@link #start} does, and waits for its result.
   *
   * @throws dev.aidp.failure.StepFailedException if it fails
   */
  default <R> R run(Function<W, R> call) {
    return start(call).get();
  }

  /**
   * Sends one signal, exactly once; does nothing if the child has ended. The child must have been
   * started.
   */
  void signal(Consumer<W> call);

  /**
   * Asks the child something, as a quick step whose answer is recorded, whether it runs or has
   * ended. The child must have been started.
   *
   * @param call makes exactly one call of a query method
   * @throws dev.aidp.failure.StepFailedException if it does not answer
   */
  <S> S query(Function<W, S> call);
}
