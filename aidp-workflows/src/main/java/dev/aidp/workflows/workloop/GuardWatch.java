package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableMap;
import dev.aidp.command.GuardFindings.Violation;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.text.Excerpt;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many iterations in a row have violated each guard. Immutable.
 *
 * @param inARow by the guard
 */
record GuardWatch(Map<String, Integer> inARow) {

  static final GuardWatch NONE = new GuardWatch(ImmutableMap.of());

  /** Enough to know what it is about. */
  private static final int SHOWN = 600;

  GuardWatch {
    inARow = ImmutableMap.copyOf(inARow);
  }

  /** Returns it after an iteration that lacked this. */
  GuardWatch after(UnmetCriteria lacking) {
    ImmutableMap.Builder<String, Integer> next = ImmutableMap.builder();
    for (Violation each : lacking.guards().violations()) {
      next.put(each.guard(), 1 + inARow.getOrDefault(each.guard(), 0));
    }
    return new GuardWatch(next.buildKeepingLast());
  }

  /** Returns why there is no further iteration where one guard was violated so often, or null. */
  @Nullable Failure over(UnmetCriteria lacking, int patience) {
    return lacking.guards().violations().stream()
        .filter(each -> inARow.getOrDefault(each.guard(), 0) >= patience)
        .findFirst()
        .map(each -> failure(each, patience))
        .orElse(null);
  }

  private static Failure failure(Violation last, int patience) {
    return Failure.of(
        FailureKind.PERMANENT,
        "It was given up: %d iterations in a row have violated %s, at last by %s. If that is what you want, change the guard, then retry."
            .formatted(patience, last.guard(), Excerpt.start(last.what(), SHOWN)));
  }
}
