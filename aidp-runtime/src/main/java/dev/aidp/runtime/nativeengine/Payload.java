package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import java.lang.reflect.Type;

/** Outcomes as JSON. */
final class Payload {

  private Payload() {}

  static Answer failed(Failure failure) {
    return new Answer(false, Wire.json(failure));
  }

  /** Returns the outcome whose value is JSON. */
  static Outcome<String> json(Answer answer) {
    return answer.ok()
        ? new Outcome.Ok<>(answer.payload())
        : new Outcome.Failed<>(Wire.read(answer.payload(), Failure.class));
  }

  static <T> Outcome<T> outcome(Answer answer, Type type) {
    return answer.ok()
        ? new Outcome.Ok<>(value(answer.payload(), type))
        : new Outcome.Failed<>(Wire.read(answer.payload(), Failure.class));
  }

  @SuppressWarnings({
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // null is the value of what returns nothing
  static <T> T value(String json, Type type) {
    return type == void.class || json.equals("null") ? null : Wire.read(json, type);
  }
}
