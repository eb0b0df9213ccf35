package dev.aidp.workflows.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call on an interface, as a value.
 *
 * @param method what was called
 * @param args with what; never null, may be empty
 */
public record CapturedCall(Method method, List<@Nullable Object> args) {

  /** Returns the one call that {@code call} makes on {@code type}; nothing is performed. */
  public static <W> CapturedCall of(Class<W> type, Consumer<W> call) {
    List<CapturedCall> calls = new ArrayList<>();
    call.accept(
        proxy(
            type,
            (self, method, args) -> {
              calls.add(of(method, args));
              return blank(method.getReturnType());
            }));
    if (calls.size() != 1) {
      throw new IllegalStateException(
          "Exactly one call of " + type.getSimpleName() + " is expected here, not " + calls.size());
    }
    return calls.get(0);
  }

  /** Returns the one call that {@code call} makes on {@code type}; its value means nothing. */
  public static <W> CapturedCall returning(Class<W> type, Function<W, ?> call) {
    return of(
        type,
        stub -> {
          var unused = call.apply(stub);
        });
  }

  /** Returns a call with the arguments as a proxy passes them. */
  public static CapturedCall of(Method method, @Nullable Object @Nullable [] args) {
    return new CapturedCall(
        method,
        args == null ? List.of() : Collections.unmodifiableList(Arrays.asList(args.clone())));
  }

  /** Makes the call on {@code target}; what that throws unchecked is thrown. */
  public @Nullable Object on(Object target) {
    try {
      method.setAccessible(true);
      return method.invoke(target, args.toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException told ? told : new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a stub of {@code type}; {@code toString} and the like stay with the stub. */
  public static <T> T proxy(Class<T> type, InvocationHandler handler) {
    InvocationHandler guarded =
        (self, method, args) -> {
          if (method.getDeclaringClass() != Object.class) {
            return handler.invoke(self, method, args);
          }
          return switch (method.getName()) {
            case "toString" -> "stub of " + type.getName();
            case "hashCode" -> System.identityHashCode(self);
            default -> self == args[0];
          };
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, guarded));
  }

  /** Returns what a stub returns where the value means nothing: null, zero or false. */
  public static @Nullable Object blank(Class<?> type) {
    return type.isPrimitive() && type != void.class
        ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0)
        : null;
  }
}
