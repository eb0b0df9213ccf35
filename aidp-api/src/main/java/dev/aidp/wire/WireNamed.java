package dev.aidp.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A constant of an enum that is sent, stored and shown in lower case. */
public interface WireNamed {

  /** Returns the name of the constant. */
  String name();

  /** Returns the name on the wire. */
  @JsonValue
  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the constant of {@code type} that is called {@code name} on the wire. */
  static <E extends Enum<E> & WireNamed> Optional<E> of(Class<E> type, @Nullable Object name) {
    return Stream.of(type.getEnumConstants())
        .filter(each -> each.wireName().equals(name))
        .findFirst();
  }

  /** Returns the names on the wire of all constants of {@code type}, in their order. */
  static <E extends Enum<E> & WireNamed> ImmutableList<String> names(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .map(WireNamed::wireName)
        .collect(ImmutableList.toImmutableList());
  }
}
