package dev.aidp.activities.evidence;

import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.EvidencePart;

/** The JSON of evidence; whoever composes Aidp gives the one that steps use. */
public interface EvidenceForm {

  /** Returns {@code value} as JSON; the same value always gives the same text. */
  String write(Object value);

  /**
   * Reads evidence.
   *
   * @throws IllegalArgumentException if it is none
   */
  Evidence evidence(String json);

  /** Reads a part of a claim. */
  EvidencePart part(String json);
}
