package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** What follows when a check is red on the commit that a run starts from, before any work. */
public enum Baseline implements WireNamed {
  /** Agents and people are told. */
  WARN,
  /** The run fails before its first turn. */
  REQUIRE,
  /** Nobody looks. */
  OFF
}
