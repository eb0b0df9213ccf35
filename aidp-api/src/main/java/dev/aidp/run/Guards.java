package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What a run watches over.
 *
 * @param claims what follows on work outside a unit's files
 * @param baseline what follows on a check that is red before any work
 * @param approvals what is done only after a person has approved it
 * @param diff what a unit may change; where it is missing, {@link DiffGuards#USUAL}
 */
@RecordBuilder
public record Guards(Claims claims, Baseline baseline, List<Approval> approvals, DiffGuards diff)
    implements GuardsBuilder.With {

  /** What a run watches over that was told nothing else. */
  public static final Guards USUAL =
      new Guards(Claims.WARN, Baseline.WARN, ImmutableList.of(), DiffGuards.USUAL);

  /** Copies the approvals. */
  @SuppressWarnings("ConstantValue")
  public Guards {
    diff = diff == null ? DiffGuards.USUAL : diff;
    approvals = ImmutableList.copyOf(approvals);
  }
}
