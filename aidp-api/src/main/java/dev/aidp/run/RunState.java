package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** Where a run stands. */
public enum RunState implements WireNamed {
  /** Known, not begun. */
  PENDING,
  /** Somebody works on it. */
  RUNNING,
  /** A person has stopped it for a while. */
  PAUSED,
  /** It waits for a person. */
  WAITING,
  /** It has not ended, and its owner is gone. */
  INTERRUPTED,
  /** All required units are in the branch. */
  COMPLETED,
  /** Enough units are in the branch. */
  PARTIAL,
  /** There is no result. */
  FAILED,
  /** A person has ended it. */
  CANCELLED;

  /** Returns whether only a retry, rollback or fork leads on from here. */
  public boolean ended() {
    return compareTo(COMPLETED) >= 0;
  }
}
