package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which values have our form whatever converter an application has: Aidp's own, and bare JSON. */
final class OurTypes {

  private static final String PACKAGE = "dev.aidp.";

  private OurTypes() {}

  /** Returns whether {@code type} is one, or holds one. */
  static boolean include(Type type) {
    if (type instanceof Class<?> one) {
      return one.isArray()
          ? include(one.getComponentType())
          : one.getName().startsWith(PACKAGE) || JsonNode.class.isAssignableFrom(one);
    }
    if (type instanceof ParameterizedType generic) {
      return include(generic.getRawType()) || any(generic.getActualTypeArguments());
    }
    if (type instanceof WildcardType wildcard) {
      return any(wildcard.getUpperBounds());
    }
    return type instanceof GenericArrayType array && include(array.getGenericComponentType());
  }

  private static boolean any(Type[] types) {
    return Arrays.stream(types).anyMatch(OurTypes::include);
  }

  /** Returns whether {@code value} is of one; a collection is as its first element. */
  static boolean include(@Nullable Object value) {
    if (value instanceof Optional<?> maybe) {
      return include(maybe.orElse(null));
    }
    if (value instanceof Map<?, ?> map) {
      return first(map.keySet()) || first(map.values());
    }
    return value instanceof Iterable<?> all && !(value instanceof JsonNode)
        ? first(all)
        : value != null && include((Type) value.getClass());
  }

  private static boolean first(Iterable<?> all) {
    Iterator<?> one = all.iterator();
    return one.hasNext() && include(one.next());
  }
}
