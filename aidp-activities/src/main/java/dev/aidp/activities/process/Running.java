package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;

/**
 * The details of a beat: the heads of the groups that a step runs.
 *
 * @param processes pid and start of each
 */
public record Running(List<ProcessKey> processes) {

  /** Copies the list. */
  public Running {
    processes = ImmutableList.copyOf(processes);
  }

  static Running of(List<ManagedProcess> running) {
    return new Running(
        running.stream()
            .map(ManagedProcess::key)
            .filter(Objects::nonNull)
            .collect(ImmutableList.toImmutableList()));
  }
}
