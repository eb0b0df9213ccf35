package dev.aidp.merge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.Strategy;
import dev.aidp.wire.WireNamed;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
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
 * @param flaky gates that were red and then green on the same tree
 * @param forecast which units were seen to clash before any joined
 * @param proof what is kept of it
 */
@RecordBuilder
public record MergeReport(
    List<String> order,
    Strategy strategy,
    int gateRuns,
    List<Conflict> conflicts,
    List<LeftOut> leftOut,
    List<Flaky> flaky,
    @JsonUnwrapped Forecast forecast,
    @JsonUnwrapped Proof proof)
    implements MergeReportBuilder.With {

  /**
   * What is kept of a merge. All but the turns is null while there is no result.
   *
   * @param turns what evidence says of the resolver's turns in merges of the run that units went
   *     back to their agents from, in parts by reference
   * @param evidence the evidence file, in the artifact store
   * @param description its text for people, in the artifact store
   * @param replaced what the branch pointed to before, or null if it did not exist
   * @param rolledBack when the branch was put back to that, or null
   */
  @RecordBuilder
  public record Proof(
      List<String> turns,
      @Nullable String evidence,
      @Nullable String description,
      @Nullable String replaced,
      @Nullable Instant rolledBack)
      implements MergeReportProofBuilder.With {

    /** Nothing is kept. */
    public static final Proof NONE = new Proof(ImmutableList.of(), null, null, null, null);

    /** Copies the turns. */
    public Proof {
      turns = ImmutableList.copyOf(turns);
    }
  }

  /**
   * Which units were seen to clash before any joined.
   *
   * @param predicted pairs of them
   * @param unpredicted why that may not be all who clash, or null if all pairs were looked at
   */
  public record Forecast(List<ForecastConflict> predicted, @Nullable String unpredicted) {

    /** Nothing was seen. */
    public static final Forecast NONE = new Forecast(ImmutableList.of(), null);

    /** Copies the pairs. */
    public Forecast {
      predicted = ImmutableList.copyOf(predicted);
    }
  }

  /** What settled a conflict. */
  public enum ResolvedBy implements WireNamed {
    /** An agent, in this run. */
    RESOLVER,
    /** A resolution that passed before. */
    MEMORY,
    /** Nobody: a unit was left out. */
    NONE
  }

  /**
   * A textual conflict.
   *
   * @param units who clashed, the one that had joined first
   * @param files where
   * @param resolvedBy what settled it
   */
  public record Conflict(List<String> units, List<String> files, ResolvedBy resolvedBy) {

    /** Copies the collections. */
    public Conflict {
      units = ImmutableList.copyOf(units);
      files = ImmutableList.copyOf(files);
    }
  }

  /** Why a unit is not in the branch. */
  public enum Reason implements WireNamed {
    /** It conflicts with what has joined, and nobody settled that. */
    CONFLICT,
    /** The checks are red with it. */
    GATE,
    /** A unit that it depends on is not in the branch. */
    DEPENDENCY
  }

  /**
   * A unit that is not in the branch.
   *
   * @param unit the unit
   * @param reason why
   * @param with whom it clashed with, is red with, or depended on
   * @param files the conflicting files, or none
   * @param red the checks that failed on the smallest tree known to be red, or none
   */
  public record LeftOut(
      String unit, Reason reason, List<String> with, List<String> files, List<Red> red) {

    /** Copies the collections. */
    public LeftOut {
      with = ImmutableList.copyOf(with);
      files = ImmutableList.copyOf(files);
      red = ImmutableList.copyOf(red);
    }

    /** Makes one without checks. */
    public LeftOut(String unit, Reason reason, List<String> with, List<String> files) {
      this(unit, reason, with, files, ImmutableList.of());
    }
  }

  /**
   * A check that failed.
   *
   * @param check its name
   * @param exitCode null if it was ended by its time-out
   * @param output its whole output in the artifact store
   */
  public record Red(String check, @Nullable Integer exitCode, String output) {}

  /**
   * A gate that cannot be relied on.
   *
   * @param units who was in the tree besides what had joined
   * @param tree the tree
   * @param checks which checks failed at first
   */
  public record Flaky(List<String> units, String tree, List<String> checks) {

    /** Copies the collections. */
    public Flaky {
      units = ImmutableList.copyOf(units);
      checks = ImmutableList.copyOf(checks);
    }
  }

  /**
   * Two units whose work conflicts.
   *
   * @param units the two, in the plan's order
   * @param files where, each with its lines in the merge that git makes of the two, such as {@code
   *     x.txt:3-9}, as far as it has any
   */
  public record ForecastConflict(List<String> units, List<String> files) {

    /** Copies the collections. */
    public ForecastConflict {
      units = ImmutableList.copyOf(units);
      files = ImmutableList.copyOf(files);
    }
  }

  /** Copies the collections. */
  public MergeReport {
    order = ImmutableList.copyOf(order);
    conflicts = ImmutableList.copyOf(conflicts);
    leftOut = ImmutableList.copyOf(leftOut);
    flaky = ImmutableList.copyOf(flaky);
  }

  /** Returns whether nothing has joined, and nothing was tried. */
  public boolean nothing() {
    return order.isEmpty() && gateRuns == 0 && conflicts.isEmpty() && leftOut.isEmpty();
  }

  /** Returns the report of a merge that has not begun. */
  public static MergeReport empty(Strategy strategy) {
    return new MergeReport(
        ImmutableList.of(),
        strategy,
        0,
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        Forecast.NONE,
        Proof.NONE);
  }
}
