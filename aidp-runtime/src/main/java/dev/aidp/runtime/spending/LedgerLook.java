package dev.aidp.runtime.spending;

import dev.aidp.runtime.temporal.KeptWorkflow;
import io.temporal.activity.Activity;

/** Asks the service by the worker's own client. */
public final class LedgerLook implements LedgerActivities {

  @Override
  public boolean runEnded(String id) {
    return KeptWorkflow.ended(Activity.getExecutionContext().getWorkflowClient(), id);
  }
}
