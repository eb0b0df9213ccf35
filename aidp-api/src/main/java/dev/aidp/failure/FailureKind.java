package dev.aidp.failure;

import dev.aidp.wire.WireNamed;

/** Why something failed; decided once, where the error is classified. */
public enum FailureKind implements WireNamed {
  /** The provider takes nothing more for now; another attempt may follow from the reset time. */
  RATE_LIMITED,
  /** The account's allowance is used up. */
  QUOTA_EXCEEDED,
  /** The login has expired or is missing. */
  AUTH_EXPIRED,
  /** Something that may not happen again: a crash, a network error, an unknown exit code. */
  TRANSIENT,
  /** No repeat can help. */
  PERMANENT,
  /** The run's own budget is spent: no turn begins before a person raises it. */
  BUDGET_SPENT,
  /** It took longer than allowed. */
  TIMEOUT,
  /** Somebody asked for it to stop. */
  CANCELLED;

  /** Returns whether a turn that failed so is repeated as the same iteration. */
  public boolean repeatsTurn() {
    return this == TRANSIENT || this == TIMEOUT;
  }

  /** Returns whether something is used up that may come back by itself. */
  public boolean limit() {
    return this == RATE_LIMITED || this == QUOTA_EXCEEDED;
  }

  /** Returns whether another agent of a chain may still do what failed so. */
  public boolean passesOver() {
    return limit() || this == AUTH_EXPIRED;
  }
}
