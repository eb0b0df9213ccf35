package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** Something that a run does only after a person has approved it. */
public enum Approval implements WireNamed {
  /** The units of a plan are worked on; rejected, its planner makes another one. */
  PLAN,
  /** The result branch is pointed to the merged, green tree. */
  MERGE
}
