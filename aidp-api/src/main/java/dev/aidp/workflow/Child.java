package dev.aidp.workflow;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A child run: its start, its result, its signals. Used only by the parent run's own threads.
 *
 * @param <W> the child's workflow interface
 * @param <R> what its workflow method returns
 */
public interface Child<W, R> {

  /** Returns the child's full id. */
  String runId();

  /**
   * Starts the child, or attaches to it if it exists.
   *
   * @param call makes exactly one call of the workflow method, such as {@code unit ->
   *     unit.run(request)}
   */
  Later<R> start(Function<W, R> call);

  /**
   * Sends one signal, exactly once; does nothing if the child has ended. The child must have been
   * started.
   */
  void signal(Consumer<W> call);
}
