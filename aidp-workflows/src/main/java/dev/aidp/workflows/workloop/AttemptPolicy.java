package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a unit, or a planner, that failed is started again. Failures of a class that has a number
 * of its own are counted by themselves, all others together. A chain of agents waits for the end of
 * a limit in place: one that ends its attempt was waited for often enough. Immutable.
 *
 * @param retries how many further attempts there are
 * @param inPlace whether limits are waited for in place
 * @param failed how many attempts have failed, by class
 */
public record AttemptPolicy(
    Limits.Retries retries, boolean inPlace, ImmutableMap<FailureKind, Integer> failed) {

  /** Returns what holds before any attempt of {@code agents}. */
  public static AttemptPolicy begin(Limits.Retries retries, @Nullable AgentChain agents) {
    boolean inPlace = agents != null && !agents.plainCommand();
    return new AttemptPolicy(retries, inPlace, ImmutableMap.of());
  }

  /** An attempt failed. */
  public AttemptPolicy failed(Failure why) {
    return new AttemptPolicy(
        retries,
        inPlace,
        ImmutableMap.<FailureKind, Integer>builder()
            .putAll(failed)
            .put(why.kind(), failed.getOrDefault(why.kind(), 0) + 1)
            .buildKeepingLast());
  }

  /** Returns whether the attempt that failed so is followed by another. */
  public boolean startsAgain(Failure why) {
    return left(why) > 0;
  }

  /** Returns how many attempts may follow the one that failed so, if they fail alike. */
  public int left(Failure why) {
    FailureKind kind = why.kind();
    boolean waitedFor = inPlace && kind == FailureKind.RATE_LIMITED;
    if (waitedFor || !Limits.Retries.CLASSES.contains(kind)) {
      return 0;
    }
    int spent = retries.apart(kind) ? failed.getOrDefault(kind, 0) : together();
    return Math.max(0, retries.after(kind) - spent + 1);
  }

  private int together() {
    return failed.entrySet().stream()
        .filter(each -> Limits.Retries.CLASSES.contains(each.getKey()))
        .filter(each -> !retries.apart(each.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
