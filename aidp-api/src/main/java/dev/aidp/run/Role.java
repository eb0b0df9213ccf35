package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** What an agent is asked to do. */
public enum Role implements WireNamed {
  /** Does a unit's work. */
  CODER,
  /** Splits a feature into a plan. */
  PLANNER,
  /** Settles a textual merge conflict. */
  RESOLVER,
  /** Prints findings; only where configured. */
  REVIEWER
}
