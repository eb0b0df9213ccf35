package dev.aidp.plan;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Reads plans; a quick step. */
@ActivityInterface
public interface PlanActivities {

  /** Reads a plan. */
  @ActivityMethod(name = "AidpReadPlan")
  PlanReading read(PlanText plan);

  /** Reads the plan in the first fenced {@code yaml} block of a reply. */
  @ActivityMethod(name = "AidpReadPlanReply")
  PlanReading readReply(PlanText reply);

  /**
   * Reads the plan in a reply likewise, by which {@code unit} of the plan {@code whole} is to be
   * divided: its units may use what that one may. Its faults are also those that the whole plan
   * would have with it.
   */
  @ActivityMethod(name = "AidpReadParts")
  PlanReading readParts(PlanText reply, PlanText whole, String unit);

  /** Returns the plan as it is after {@code edit}, under a reference of its own, or its faults. */
  @ActivityMethod(name = "AidpEditPlan")
  PlanReading edit(PlanText plan, PlanEdit edit);
}
