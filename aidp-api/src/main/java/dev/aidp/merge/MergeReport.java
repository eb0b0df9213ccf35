package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Strategy;
import java.util.List;

/**
 * How a merge went, or goes.
 *
 * @param order the units in the branch, in the order they joined
 * @param strategy how they joined
 * @param gateRuns how often the checks ran on a merged tree
 * @param conflicts the textual conflicts
 * @param leftOut the units that are not in the branch, and why
 */
public record MergeReport(
    List<String> order,
    Strategy strategy,
    int gateRuns,
    List<Clash> conflicts,
    List<LeftOut> leftOut) {

  /**
   * A textual conflict.
   *
   * @param units who clashed, the one that had joined first
   * @param files where
   * @param resolvedBy {@code resolver}, {@code memory} or {@code none}
   */
  public record Clash(List<String> units, List<String> files, String resolvedBy) {

    /** Copies the collections. */
    public Clash {
      units = ImmutableList.copyOf(units);
      files = ImmutableList.copyOf(files);
    }
  }

  /**
   * A unit that is not in the branch.
   *
   * @param unit the unit
   * @param reason {@code conflict}, {@code gate} or {@code dependency}
   * @param with whom it clashed with, is red with, or depended on
   * @param files the conflicting files, or none
   */
  public record LeftOut(String unit, String reason, List<String> with, List<String> files) {

    /** Copies the collections. */
    public LeftOut {
      with = ImmutableList.copyOf(with);
      files = ImmutableList.copyOf(files);
    }
  }

  /** Copies the collections. */
  public MergeReport {
    order = ImmutableList.copyOf(order);
    conflicts = ImmutableList.copyOf(conflicts);
    leftOut = ImmutableList.copyOf(leftOut);
  }

  /** Returns the report of a merge that has not begun. */
  public static MergeReport empty(Strategy strategy) {
    return new MergeReport(ImmutableList.of(), strategy, 0, ImmutableList.of(), ImmutableList.of());
  }
}
