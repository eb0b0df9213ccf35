package dev.aidp.plan;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Reads plans; a quick step. */
@ActivityInterface
public interface PlanActivities {

  /** Reads the plan that the artifact {@code plan} is. */
  @ActivityMethod(name = "AidpReadPlan")
  PlanReading read(String plan);

  /**
   * Reads the plan in the first fenced {@code yaml} block of the reply that the artifact {@code
   * reply} is.
   */
  @ActivityMethod(name = "AidpReadPlanReply")
  PlanReading readReply(String reply);
}
