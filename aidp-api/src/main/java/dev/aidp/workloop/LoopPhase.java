package dev.aidp.workloop;

import dev.aidp.wire.WireNamed;

/** Where a work loop stands within an iteration. */
public enum LoopPhase implements WireNamed {
  /** Nothing done yet. */
  READY,
  /** The agent works. */
  APPLY_PATCH,
  /** The checks run. */
  TEST,
  /** Everything that makes a unit done holds. */
  PASS,
  /** Something does not hold. */
  FAIL,
  /** What failed is made into the next prompt. */
  DIAGNOSE,
  /** The next iteration is about to begin. */
  NEXT_PATCH,
  /** It has ended, well or not. */
  DONE
}
