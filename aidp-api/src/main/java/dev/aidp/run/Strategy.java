package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** How units join the result branch. */
public enum Strategy implements WireNamed {
  /** A merge commit per unit. */
  MERGE,
  /** The unit's commits on top of what joined before. */
  REBASE,
  /** One commit per unit. */
  SQUASH,
  /** Like {@link #REBASE}, each rebased and gated before the next. */
  SEQUENTIAL_REBASE;

  /** Returns whether each unit must be gated before the next one joins. */
  public boolean oneByOne() {
    return this == SEQUENTIAL_REBASE;
  }
}
