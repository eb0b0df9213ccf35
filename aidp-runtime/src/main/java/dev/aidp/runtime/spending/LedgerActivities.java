package dev.aidp.runtime.spending;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a ledger asks of the service. */
@ActivityInterface
public interface LedgerActivities {

  /** Returns whether the workflow {@code id} is not open any more. */
  @ActivityMethod(name = "AidpRunEnded")
  boolean runEnded(String id);
}
