package dev.aidp.workflow;

/**
 * The result of something a workflow started and did not wait for. Used only by the run's own
 * threads.
 */
public interface Later<T> {

  /** Returns whether the outcome is there; {@link #get()} then does not wait. */
  boolean done();

  /** Waits for the outcome and returns it; never throws for a failure. */
  Outcome<T> outcome();

  /**
   * Waits for the value.
   *
   * @throws dev.aidp.failure.StepFailedException if it failed
   */
  default T get() {
    return outcome().orThrow();
  }
}
