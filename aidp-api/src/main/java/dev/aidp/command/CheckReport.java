package dev.aidp.command;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How all checks of a tree ended.
 *
 * @param results in the order they were asked for
 * @param outside paths changed outside the unit's claims; at most 20
 * @param reused whether no check ran, because all were known on this tree
 * @param guards what the guards say of what the unit has changed; null: they were not asked
 */
public record CheckReport(
    List<CheckResult> results,
    List<String> outside,
    boolean reused,
    @Nullable GuardFindings guards) {

  /** Copies the collections. */
  public CheckReport {
    results = ImmutableList.copyOf(results);
    outside = ImmutableList.copyOf(outside);
  }

  /** Makes a report of a tree for which no guard was asked. */
  public CheckReport(List<CheckResult> results, List<String> outside, boolean reused) {
    this(results, outside, reused, null);
  }

  /** Returns a copy with what the guards say. */
  public CheckReport guarded(GuardFindings found) {
    return new CheckReport(results, outside, reused, found);
  }

  /** Makes a report of checks that ran. */
  public CheckReport(List<CheckResult> results, List<String> outside) {
    this(results, outside, false);
  }

  /** Returns whether every check passed that must. */
  public boolean green() {
    return results.stream().noneMatch(CheckResult::blocks);
  }

  /** Returns those that are red and must not be. */
  public List<CheckResult> red() {
    return results.stream().filter(CheckResult::blocks).toList();
  }
}
