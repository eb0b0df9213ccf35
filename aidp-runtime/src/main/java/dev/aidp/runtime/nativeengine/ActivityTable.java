package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
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
        return Wire.json(method.invoke(target, values), method.getGenericReturnType());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private @Nullable Object[] values(String args) {
      try {
        return Wire.args(method, args);
      } catch (IllegalArgumentException e) {
        throw new StepFailedException(
            Failure.of(FailureKind.PERMANENT, String.valueOf(e.getMessage())), e);
      }
    }
  }

  private final Map<String, Activity> byName = new LinkedHashMap<>();

  void add(Object target) {
    int before = byName.size();
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> contract : type.getInterfaces()) {
        add(target, contract);
      }
    }
    if (byName.size() == before) {
      throw new IllegalArgumentException(
          target.getClass().getName() + " implements no activity interface");
    }
  }

  private void add(Object target, Class<?> contract) {
    if (contract.isAnnotationPresent(ActivityInterface.class)) {
      for (Method method : contract.getMethods()) {
        if (method.isAnnotationPresent(ActivityMethod.class)) {
          method.setAccessible(true);
          byName.put(WireNames.activity(method), new Activity(target, method));
        }
      }
    }
    for (Class<?> wider : contract.getInterfaces()) {
      add(target, wider);
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
