package dev.aidp.activity;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in every line that is logged meanwhile of which run and unit it is: {@code aidp.run} and
 * {@code aidp.unit} of SLF4J's diagnostic context.
 */
final class StepLog {

  /** Holds the run's id. */
  static final String RUN = "aidp.run";

  /** Holds what of the run it is, such as the unit; absent for the run itself. */
  static final String UNIT = "aidp.unit";

  private final @Nullable String run = MDC.get(RUN);
  private final @Nullable String unit = MDC.get(UNIT);

  private StepLog() {}

  /** Begins to say it of the step {@code key}. */
  static StepLog begin(String key) {
    StepLog before = new StepLog();
    int colon = key.indexOf(':');
    String part = colon < 0 ? key : key.substring(0, colon);
    int slash = part.indexOf('/');
    say(RUN, slash < 0 ? part : part.substring(0, slash));
    say(UNIT, slash < 0 ? null : part.substring(slash + 1));
    return before;
  }

  private static void say(String name, @Nullable String value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
  }

  /** Says again what was said before. */
  void end() {
    say(RUN, run);
    say(UNIT, unit);
  }
}
