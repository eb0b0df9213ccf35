package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a run watches over.
 *
 * @param claims what follows on work outside a unit's files
 * @param baseline what follows on a check that is red before any work
 * @param flakyReruns how often a check that is red on a tree on which it was green runs again there
 * @param approvals what is done only after a person has approved it
 * @param diff what a unit may change; where it is missing, {@link DiffGuards#USUAL}
 * @param review what follows on what a reviewer finds; where it is missing, {@link Review#USUAL}
 * @param patience how long a unit waits for the answer to its question before it decides by itself;
 *     zero: it never waits; where it is missing, {@link Defaults#PATIENCE}
 * @param depth how many levels of features within the feature there may be; a unit below them is
 *     worked on whole
 */
@RecordBuilder
public record Guards(
    Claims claims,
    Baseline baseline,
    int flakyReruns,
    List<Approval> approvals,
    DiffGuards diff,
    Review review,
    Duration patience,
    int depth)
    implements GuardsBuilder.With {

  /** What a run watches over that was told nothing else. */
  public static final Guards USUAL =
      new Guards(
          Claims.WARN,
          Baseline.WARN,
          Defaults.FLAKY_RERUNS,
          ImmutableList.of(),
          DiffGuards.USUAL,
          Review.USUAL,
          Defaults.PATIENCE,
          Defaults.DEPTH);

  /** Copies the approvals; refuses what makes no sense. */
  @SuppressWarnings("ConstantValue")
  public Guards {
    if (flakyReruns < 0) {
      throw new IllegalArgumentException("flaky_reruns must be at least 0: " + flakyReruns);
    }
    if (depth < 0) {
      throw new IllegalArgumentException("depth must be at least 0: " + depth);
    }
    diff = diff == null ? DiffGuards.USUAL : diff;
    review = Objects.requireNonNullElse(review, Review.USUAL);
    patience = Objects.requireNonNullElse(patience, Defaults.PATIENCE);
    approvals = ImmutableList.copyOf(approvals);
  }
}
