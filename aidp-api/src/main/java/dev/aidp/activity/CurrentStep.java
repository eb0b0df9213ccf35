package dev.aidp.activity;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

final class CurrentStep {

  private static final ThreadLocal<@Nullable StepInfo> CURRENT = new ThreadLocal<>();

  private CurrentStep() {}

  static StepInfo get() {
    StepInfo step = CURRENT.get();
    if (step == null) {
      throw new IllegalStateException(
          "This thread performs no step; activities are called by an engine.");
    }
    return step;
  }

  static <T> T during(StepInfo step, Callable<T> body) throws Exception {
    StepInfo before = CURRENT.get();
    CURRENT.set(step);
    StepLog log = StepLog.begin(step.key());
    try {
      return body.call();
    } finally {
      CURRENT.set(before);
      log.end();
    }
  }
}
