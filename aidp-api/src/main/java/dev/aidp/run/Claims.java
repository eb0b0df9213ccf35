package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** What follows when a unit writes outside the files it claims. */
public enum Claims implements WireNamed {
  /** A warning of the unit. */
  WARN,
  /** It goes back to the agent like a failed check. */
  DENY
}
