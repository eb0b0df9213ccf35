package dev.aidp.activities.git;

/** Reads what a unit was asked to do; the message of its commit is made of it. */
@FunctionalInterface
public interface PlanTasks {

  /** Returns the task of {@code unit} in the plan with the reference {@code planRef}. */
  String task(String planRef, String unit);
}
