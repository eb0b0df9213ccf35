package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a merge went, or goes.
 *
 * @param order the units in the branch, in the order they joined
 * @param strategy how they joined
 * @param gateRuns how often the checks ran on a merged tree
 * @param conflicts the textual conflicts
 * @param leftOut the units that are not in the branch, and why
 * @param proof what is kept of it once there is a result, or null
 */
public record MergeReport(
    List<String> order,
    Strategy strategy,
    int gateRuns,
    List<Clash> conflicts,
    List<LeftOut> leftOut,
    @Nullable Proof proof) {

  /**
   * What is kept of a result.
   *
   * @param evidence the evidence file, in the artifact store
   * @param description its text for people, in the artifact store
   * @param replaced what the branch pointed to before, or null if it did not exist
   */
  public record Proof(String evidence, String description, @Nullable String replaced) {}

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

  /** Makes the report of a merge that has no result yet. */
  public MergeReport(
      List<String> order,
      Strategy strategy,
      int gateRuns,
      List<Clash> conflicts,
      List<LeftOut> leftOut) {
    this(order, strategy, gateRuns, conflicts, leftOut, null);
  }

  /** Returns a copy of which this is kept. */
  public MergeReport provedBy(Proof kept) {
    return new MergeReport(order, strategy, gateRuns, conflicts, leftOut, kept);
  }

  /** Returns the report of a merge that has not begun. */
  public static MergeReport empty(Strategy strategy) {
    return new MergeReport(ImmutableList.of(), strategy, 0, ImmutableList.of(), ImmutableList.of());
  }
}
