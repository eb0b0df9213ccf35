package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The details of a beat: the heads of the groups that a step runs.
 *
 * @param processes pid and start of each
 * @param session the session that can be gone on with, or null
 * @param offset how far into its output that was known, rounded down to whole MiB
 */
public record Running(List<ProcessKey> processes, @Nullable String session, long offset) {

  private static final long STEP = 1L << 20;

  /** Copies the list. */
  public Running {
    processes = ImmutableList.copyOf(processes);
  }

  static Running of(List<Managed> running) {
    return new Running(
        running.stream()
            .map(Managed::key)
            .filter(Objects::nonNull)
            .collect(ImmutableList.toImmutableList()),
        running.stream().map(Managed::session).filter(Objects::nonNull).findFirst().orElse(null),
        running.stream().mapToLong(Managed::written).sum() / STEP * STEP);
  }
}
