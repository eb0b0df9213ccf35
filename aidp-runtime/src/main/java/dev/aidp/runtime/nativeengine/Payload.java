package dev.aidp.runtime.nativeengine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aidp.failure.Failure;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments and outcomes as JSON. The declared type is written, so that sealed elements of a list
 * keep their tags.
 */
final class Payload {

  private static final ObjectMapper MAPPER = Wire.mapper();

  private Payload() {}

  static String of(@Nullable Object value, Type type) {
    if (value == null) {
      return "null";
    }
    try {
      return MAPPER.writerFor(MAPPER.constructType(type)).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "This value has no JSON form: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns the arguments of a call as a JSON array. */
  static String args(Method method, List<@Nullable Object> args) {
    Type[] types = method.getGenericParameterTypes();
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < types.length; i++) {
      json.append(i == 0 ? "" : ",").append(of(args.get(i), types[i]));
    }
    return json.append(']').toString();
  }

  /** Reads the arguments that {@code method} takes. */
  static @Nullable Object[] args(Method method, String json) {
    Type[] types = method.getGenericParameterTypes();
    @Nullable Object[] args = new @Nullable Object[types.length];
    if (types.length == 0) {
      return args;
    }
    JsonNode values = Wire.tree(json);
    if (values.size() != types.length) {
      throw new IllegalArgumentException(
          "%s takes %d arguments, not %d".formatted(method, types.length, values.size()));
    }
    for (int i = 0; i < types.length; i++) {
      try {
        args[i] = MAPPER.readerFor(MAPPER.constructType(types[i])).readValue(values.get(i));
      } catch (IOException e) {
        throw Wire.unreadable(types[i], e);
      }
    }
    return args;
  }

  static Answer failed(Failure failure) {
    return new Answer(false, Wire.json(failure));
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
