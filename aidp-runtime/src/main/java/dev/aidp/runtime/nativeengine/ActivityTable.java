package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which object performs which activity. */
final class ActivityTable {

  /** One activity of one object. */
  record Activity(Object target, Method method) {
    String perform(String args) throws Throwable {
      @Nullable Object[] values = values(args);
      try {
        return Wire.sent(method.invoke(target, values), method.getGenericReturnType());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private @Nullable Object[] values(String args) {
      try {
        return Wire.received(method, args);
      } catch (IllegalArgumentException e) {
        throw new StepFailedException(
            Failure.of(FailureKind.PERMANENT, String.valueOf(e.getMessage())), e);
      }
    }
  }

  private final Map<String, Activity> byName = new LinkedHashMap<>();

  void add(Object target) {
    WireNames.activities(target).forEach((name, method) -> add(name, new Activity(target, method)));
  }

  private void add(String name, Activity activity) {
    activity.method().setAccessible(true);
    Activity other = byName.putIfAbsent(name, activity);
    if (other != null) {
      throw new IllegalArgumentException(
          "The activity %s is performed by %s and by %s: give one of them another name."
              .formatted(
                  name,
                  other.target().getClass().getName(),
                  activity.target().getClass().getName()));
    }
  }

  Activity get(String name) {
    Activity activity = byName.get(name);
    if (activity == null) {
      throw new IllegalStateException(
          "This process has no activity " + name + "; register its implementation.");
    }
    return activity;
  }
}
