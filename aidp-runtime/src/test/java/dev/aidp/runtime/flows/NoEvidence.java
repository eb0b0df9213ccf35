package dev.aidp.runtime.flows;

import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.run.Work;

/** Keeps nothing, for runs of which only the merge matters. */
public final class NoEvidence implements EvidenceActivities {

  @Override
  public String patch(Work work, String from, String to) {
    return "patch";
  }

  @Override
  public String report(Work work, String title, String text) {
    return "report";
  }

  @Override
  public String part(EvidencePart part) {
    return "part";
  }

  @Override
  public String unit(UnitClaim claim) {
    return "evidence";
  }

  @Override
  public Kept merge(MergeClaim claim) {
    return new Kept("evidence", "description");
  }
}
