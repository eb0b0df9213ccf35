package dev.aidp.workflow;

import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import java.util.function.Supplier;

/** How something ended: with a value, or with a failure that is a value too. */
public sealed interface Outcome<T> {

  /** It ended well; {@code value} is null only where the step returns nothing. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** It failed. */
  record Failed<T>(Failure failure) implements Outcome<T> {}

  /** Returns what comes of {@code body}: its value, or the failure of Aidp that it throws. */
  static <T> Outcome<T> of(Supplier<? extends T> body) {
    try {
      return new Ok<>(body.get());
    } catch (UnusableException e) {
      throw e; // nothing is recorded of it
    } catch (AidpException e) {
      return new Failed<>(e.failure());
    }
  }

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
