package dev.aidp.evidence;

import dev.aidp.run.Work;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Keeps evidence: in the artifact store, as a file by the commit's name, and as a ref. Done again
 * with the same claim it keeps the same bytes.
 */
@ActivityInterface
public interface EvidenceActivities {

  /** Keeps a part of a claim that is too large for one step and returns its reference. */
  @ActivityMethod(name = "AidpEvidencePart")
  String part(EvidencePart part);

  /** Keeps the evidence of a unit's commit and returns its reference in the artifact store. */
  @ActivityMethod(name = "AidpUnitEvidence")
  String unit(UnitClaim claim);

  /**
   * Keeps the report of work that came to nothing, also at the end of its log, and returns its
   * reference in the artifact store.
   */
  @ActivityMethod(name = "AidpReport")
  String report(Work work, String title, String text);

  /**
   * Keeps what differs between two commits or trees, as a patch that can be applied, and returns
   * its reference in the artifact store.
   */
  @ActivityMethod(name = "AidpPatch")
  String patch(Work work, String from, String to);

  /** Keeps the evidence of a merged commit, and its description. */
  @ActivityMethod(name = "AidpMergeEvidence")
  Kept merge(MergeClaim claim);
}
