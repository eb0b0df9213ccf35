package dev.aidp.record;

import dev.aidp.failure.FailureKind;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes values of any type of this module, none of them empty or absent, and no two alike where the
 * type allows it.
 */
final class AnyRecord {

  private final Random random;
  private int made;

  AnyRecord(int seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L); // near seeds begin alike
  }

  /** Returns all public records of the module. */
  static List<Class<?>> types() {
    try {
      Path classes =
          Path.of(
              dev.aidp.run.Limits.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI());
      try (Stream<Path> files = Files.walk(classes)) {
        return files
            .map(file -> classes.relativize(file).toString())
            .filter(name -> name.endsWith(".class") && !name.contains("-info"))
            .sorted()
            .<Class<?>>map(AnyRecord::named)
            .filter(type -> type.isRecord() && Modifier.isPublic(type.getModifiers()))
            .toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> named(String file) {
    try {
      return Class.forName(
          file.substring(0, file.length() - ".class".length())
              .replace(java.io.File.separator, "."));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  Object of(Type type) {
    if (type instanceof ParameterizedType many) {
      return many(many);
    }
    Class<?> plain = (Class<?>) type;
    made++;
    if (plain == String.class) {
      return "%040x".formatted(made); // good for an id, a name and a commit
    } else if (plain == int.class || plain == Integer.class) {
      return 1 + made % 90;
    } else if (plain == long.class || plain == Long.class) {
      return 1L + made;
    } else if (plain == double.class) {
      return 1.0 + made;
    } else if (plain == boolean.class) {
      return random.nextBoolean();
    } else if (plain == Duration.class) {
      return Duration.ofSeconds(made);
    } else if (plain == Instant.class) {
      return Instant.ofEpochSecond(made);
    } else if (plain == Object.class) {
      return "o" + made;
    } else if (plain == Path.class) {
      return Path.of("/" + made);
    }
    return composed(plain);
  }

  private Object composed(Class<?> type) {
    if (type == FailureKind.class) { // some kinds only Aidp itself may say
      return random.nextBoolean() ? FailureKind.RATE_LIMITED : FailureKind.TRANSIENT;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      Array.set(array, 0, of(type.getComponentType()));
      return array;
    } else if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    } else if (type.isRecord()) {
      return record(type);
    }
    throw new AssertionError("Say here how a value of " + type + " is made");
  }

  private Object many(ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == List.class || raw == Collection.class) {
      return Stream.generate(() -> of(of[0])).limit(1 + random.nextInt(3)).toList();
    } else if (raw == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      map.put(of(of[0]), of(of[1]));
      return map;
    }
    throw new AssertionError("Say here how a value of " + type + " is made");
  }

  Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(
          Arrays.stream(components).map(one -> of(one.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("No " + type + " can be made", e);
    }
  }
}
