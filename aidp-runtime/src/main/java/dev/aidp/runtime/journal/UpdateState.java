package dev.aidp.runtime.journal;

import org.jspecify.annotations.Nullable;

/**
 * What has become of an update.
 *
 * @param stage how far it is
 * @param answer its outcome, or why it was refused; null at other stages
 */
public record UpdateState(Stage stage, @Nullable Answer answer) {

  /** How far an update is. */
  public enum Stage {
    /** There is no such run. */
    ABSENT,
    /** It waits for its run to take it, or its method has not ended. */
    WAITING,
    /** Its run has not accepted it. */
    REFUSED,
    /** Its method has ended. */
    ANSWERED,
    /** Its run had ended before it came. */
    LATE,
    /** Its run has accepted it, and has ended before its method had. */
    CUT_SHORT
  }

  UpdateState(Stage stage) {
    this(stage, null);
  }
}
