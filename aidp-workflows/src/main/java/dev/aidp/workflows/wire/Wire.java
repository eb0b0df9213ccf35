package dev.aidp.workflows.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.common.base.Throwables;
import com.google.common.base.Utf8;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON in which arguments, outcomes and messages are kept and sent; readers ignore what they do
 * not know.
 */
public final class Wire {

  private static final ObjectMapper MAPPER =
      LongLists.in(JsonMapper.builder())
          .addModules(new JavaTimeModule(), new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(
              SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
              SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          // A record is its components. Otherwise its public isX() or getX() is written too and
          // cannot be read back.
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          // What was written before a list was added to a record has none of it.
          .withConfigOverride(List.class, Wire::emptyIfMissing)
          .withConfigOverride(Map.class, Wire::emptyIfMissing)
          .build();

  /** The most bytes of one argument or outcome: a Temporal server ends a run that sends 2 MiB. */
  public static final int LARGEST = 1024 * 1024;

  /** A character has at most so many bytes in UTF-8: shorter texts need not be measured. */
  private static final int BYTES_PER_CHAR = 3;

  private Wire() {}

  /** Returns what has failed where {@code value} has too many bytes. */
  public static Failure tooLarge(Object value, int bytes) {
    return Failure.of(
        FailureKind.PERMANENT,
        "A value of %s has %d bytes, more than the %d that can be sent: put it into the artifact store and send its reference."
            .formatted(value.getClass().getName(), bytes, LARGEST));
  }

  /**
   * Returns {@code value} as one line of JSON that every engine can send.
   *
   * @throws StepFailedException if it is too large
   */
  public static String sent(@Nullable Object value, Type type) {
    String json = json(value, type);
    if (value != null && mayBeTooLarge(json)) {
      int bytes = Utf8.encodedLength(json);
      if (bytes > LARGEST) {
        throw new StepFailedException(tooLarge(value, bytes));
      }
    }
    return json;
  }

  private static boolean mayBeTooLarge(String json) {
    return json.length() > LARGEST / BYTES_PER_CHAR;
  }

  private static void emptyIfMissing(MutableConfigOverride type) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /** Returns a mapper of this form; the caller may configure its copy. */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  /** Returns {@code value} as one line of JSON. */
  public static String json(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "This value has no JSON form: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns {@code value} as one line of JSON; a sealed element of a list keeps its tag. */
  public static String json(@Nullable Object value, Type type) {
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
  public static String args(Method method, List<@Nullable Object> args) {
    Type[] types = method.getGenericParameterTypes();
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < types.length; i++) {
      json.append(i == 0 ? "" : ",").append(json(args.get(i), types[i]));
    }
    return json.append(']').toString();
  }

  /**
   * Returns the arguments of a call as a JSON array that every engine can send.
   *
   * @throws StepFailedException if one of them is too large
   */
  public static String sent(Method method, List<@Nullable Object> args) {
    String json = args(method, args);
    demandSent(method, args.toArray(), json);
    return json;
  }

  /** Reads the arguments that a step is given, if every engine can send them. */
  public static @Nullable Object[] received(Method method, String json) {
    @Nullable Object[] args = args(method, json);
    demandSent(method, args, json);
    return args;
  }

  private static void demandSent(Method method, @Nullable Object[] args, String json) {
    if (mayBeTooLarge(json)) {
      Type[] types = method.getGenericParameterTypes();
      for (int i = 0; i < types.length; i++) {
        var unused = sent(args[i], types[i]);
      }
    }
  }

  /** Reads the arguments that {@code method} takes from a JSON array. */
  public static @Nullable Object[] args(Method method, String json) {
    Type[] types = method.getGenericParameterTypes();
    @Nullable Object[] args = new @Nullable Object[types.length];
    if (types.length == 0) {
      return args;
    }
    JsonNode values = tree(json);
    if (values.size() != types.length) {
      throw new IllegalArgumentException(
          "%s takes %d arguments, not %d".formatted(method, types.length, values.size()));
    }
    for (int i = 0; i < types.length; i++) {
      try {
        args[i] = MAPPER.readerFor(MAPPER.constructType(types[i])).readValue(values.get(i));
      } catch (IOException e) {
        throw unreadable(types[i], e);
      }
    }
    return args;
  }

  /** Reads a value of {@code type}; the JSON {@code null} of a {@code void} method is null. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public static <T extends @Nullable Object> T read(String json, Type type) {
    try {
      return MAPPER.readValue(json, MAPPER.constructType(type));
    } catch (JsonProcessingException e) {
      throw unreadable(type, e);
    }
  }

  /**
   * Returns why a value of {@code type} could not be read: that the value itself refuses to be so,
   * or that this is not its JSON.
   */
  public static RuntimeException unreadable(Type type, Throwable thrown) {
    for (Throwable e : Throwables.getCausalChain(thrown)) {
      if (e instanceof AidpException refused) {
        return refused;
      }
    }
    Throwable root = Throwables.getRootCause(thrown);
    String why =
        root instanceof JsonProcessingException e
            ? e.getOriginalMessage()
            : String.valueOf(root.getMessage());
    return new IllegalArgumentException(
        "Not the JSON of " + type.getTypeName() + ": " + why, thrown);
  }

  /** Reads any JSON. */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
