package dev.aidp.workflows.workloop;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;

/**
 * Whether a unit, or a planner, that failed is started again. A limit is waited for, before the
 * next turn, and counts as none of the attempts that {@code retries} allows. Immutable.
 *
 * @param spent attempts that failed otherwise
 */
public record AttemptPolicy(int spent) {

  /** Before any attempt. */
  public static final AttemptPolicy BEGIN = new AttemptPolicy(0);

  /** An attempt failed. */
  public AttemptPolicy failed(Failure why) {
    return why.kind() == FailureKind.RATE_LIMITED ? this : new AttemptPolicy(spent + 1);
  }

  /** Returns whether the attempt that failed so is followed by another. */
  public boolean startsAgain(Failure why, int retries) {
    return why.kind() == FailureKind.RATE_LIMITED || why.kind().repeatsTurn() && spent <= retries;
  }
}
