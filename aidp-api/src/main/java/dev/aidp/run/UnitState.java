package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** Where a unit stands. */
public enum UnitState implements WireNamed {
  /** Ready, or not looked at yet. */
  PENDING,
  /** Waits for another unit. */
  BLOCKED,
  /** An agent works on it. */
  RUNNING,
  /** Done, its work is on its branch. */
  COMPLETED,
  /** It failed for good. */
  FAILED,
  /** Never started: something it needs failed, or the run ended before. */
  SKIPPED,
  /** Done and in the result branch. */
  MERGED,
  /** Done and not in the result branch. */
  LEFT_OUT;

  /** Returns whether the unit's own work is finished well. */
  public boolean finished() {
    return this == COMPLETED || this == MERGED || this == LEFT_OUT;
  }

  /** Returns whether nothing more will happen to the unit's own work. */
  public boolean settled() {
    return finished() || this == FAILED || this == SKIPPED;
  }
}
