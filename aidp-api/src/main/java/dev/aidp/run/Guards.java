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
 */
@RecordBuilder
public record Guards(Claims claims, Baseline baseline, List<Approval> approvals)
    implements GuardsBuilder.With {

  /** What a run watches over that was told nothing else. */
  public static final Guards USUAL = new Guards(Claims.WARN, Baseline.WARN, ImmutableList.of());

  /** Copies the approvals. */
  public Guards {
    approvals = ImmutableList.copyOf(approvals);
  }
}
