package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Later;
import dev.aidp.workflow.Outcome;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;

/** What the SDK promises, with failures as values. */
record TemporalLater<T>(Promise<T> promise) implements Later<T> {

  @Override
  public boolean done() {
    return promise.isCompleted();
  }

  @Override
  public Outcome<T> outcome() {
    try {
      return new Outcome.Ok<>(promise.get());
    } catch (TemporalFailure e) {
      return new Outcome.Failed<>(Failures.of(e));
    }
  }
}
