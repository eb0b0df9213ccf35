package dev.aidp.workflow;

import dev.aidp.failure.Failure;
import dev.aidp.failure.StepFailedException;

/** How something ended: with a value, or with a failure that is a value too. */
public sealed interface Outcome<T> {

  /** It ended well; {@code value} is null only where the step returns nothing. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** It failed. */
  record Failed<T>(Failure failure) implements Outcome<T> {}

  /** Returns whether it ended well. */
  default boolean ok() {
    return this instanceof Ok<T>;
  }

  /**
   * Returns the value.
   *
   * @throws StepFailedException if it failed
   */
  default T orThrow() {
    if (this instanceof Failed<T> failed) {
      throw new StepFailedException(failed.failure());
    }
    return ((Ok<T>) this).value();
  }
}
