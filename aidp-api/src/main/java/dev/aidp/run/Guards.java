package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What a run watches over.
 *
 * @param claims what follows on work outside a unit's files
 * @param baseline what follows on a check that is red before any work
 * @param approvals what is done only after a person has approved it
 */
public record Guards(Claims claims, Baseline baseline, List<Approval> approvals) {

  /** What a run watches over that was told nothing else. */
  public static final Guards USUAL = new Guards(Claims.WARN, Baseline.WARN, ImmutableList.of());

  /** Copies the approvals. */
  public Guards {
    approvals = ImmutableList.copyOf(approvals);
  }

  /** Returns a copy that treats work outside the claims of a unit so. */
  public Guards withClaims(Claims other) {
    return new Guards(other, baseline, approvals);
  }

  /** Returns a copy that treats a check that is red before any work so. */
  public Guards withBaseline(Baseline other) {
    return new Guards(claims, other, approvals);
  }

  /** Returns a copy in which these need an approval. */
  public Guards withApprovals(List<Approval> needed) {
    return new Guards(claims, baseline, needed);
  }
}
