package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a run stands. */
public enum RunState {
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

  /** Returns the name in documents. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
