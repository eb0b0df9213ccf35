package dev.aidp;

import dev.aidp.activities.evidence.EvidenceForm;
import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.workflows.wire.Wire;

/** Evidence in the JSON of steps. */
final class WireEvidence implements EvidenceForm {

  @Override
  public String write(Object value) {
    return Wire.json(value) + "\n";
  }

  @Override
  public Evidence evidence(String json) {
    return Wire.read(json, Evidence.class);
  }

  @Override
  public EvidencePart part(String json) {
    return Wire.read(json, EvidencePart.class);
  }
}
