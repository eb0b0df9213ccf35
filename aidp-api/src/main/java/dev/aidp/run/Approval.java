package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** Something that a run does only after a person has approved it. */
public enum Approval implements WireNamed {
  /** The result branch is pointed to the merged, green tree. */
  MERGE
}
