package dev.aidp.command;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * How all checks of a tree ended.
 *
 * @param results in the order they were asked for
 * @param outside paths changed outside the unit's claims; at most 20
 */
public record CheckReport(List<CheckResult> results, List<String> outside) {

  /** Copies the collections. */
  public CheckReport {
    results = ImmutableList.copyOf(results);
    outside = ImmutableList.copyOf(outside);
  }

  /** Returns whether every check passed. */
  public boolean green() {
    return results.stream().allMatch(CheckResult::passed);
  }
}
