package dev.aidp.testkit.junit;

import com.google.common.reflect.AbstractInvocationHandler;
import com.google.common.reflect.Reflection;
import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.TypedHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An Aidp, or a run of one, whose time passes by itself while somebody waits for a run's end. */
final class WaitedFor extends AbstractInvocationHandler {

  private static final Set<String> WAITS = Set.of("ended", "result");

  private final Object real;
  private final TestClock clock;

  private WaitedFor(Object real, TestClock clock) {
    this.real = real;
    this.clock = clock;
  }

  static Aidp aidp(Aidp real, TestClock clock) {
    return Reflection.newProxy(Aidp.class, new WaitedFor(real, clock));
  }

  private static RunHandle run(RunHandle real, TestClock clock) {
    Class<? extends RunHandle> type =
        real instanceof TypedHandle ? TypedHandle.class : RunHandle.class;
    return Reflection.newProxy(type, new WaitedFor(real, clock));
  }

  @Override
  protected @Nullable Object handleInvocation(
      Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
    Object value;
    try {
      value = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    if (value instanceof RunHandle handle) {
      return run(handle, clock);
    }
    if (value instanceof List<?> list && method.getName().equals("runs")) {
      return list.stream().map(one -> run((RunHandle) one, clock)).toList();
    }
    return value instanceof CompletableFuture<?> end && WAITS.contains(method.getName())
        ? waitedFor(end)
        : value;
  }

  private CompletableFuture<?> waitedFor(CompletableFuture<?> end) {
    Runnable over = clock.skip();
    return end.whenComplete((value, failure) -> over.run());
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
