package dev.aidp.feature;

import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanReceipt;
import dev.aidp.plan.UnitChange;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Steerable;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A feature: plan, units in parallel as their dependencies allow, merge, one branch.
 *
 * <pre>{@code
 * FeatureState feature =
 *     context
 *         .child(FeatureOrchestrationWorkflow.class, "csv")
 *         .run(csv -> csv.run(FeatureRequest.of("Add CSV export").into("csv")));
 * }</pre>
 */
@WorkflowInterface
public interface FeatureOrchestrationWorkflow extends Steerable {

  /** Runs the feature to one of its final states; fails only by a fault of Aidp itself. */
  @WorkflowMethod(name = "AidpFeatureOrchestration")
  FeatureState run(FeatureRequest request);

  /**
   * Hears that a unit or the merge waits for a person, or goes on: once all that is under way
   * waits, so does the feature. Its parts send it.
   */
  @SignalMethod(name = "part_waits")
  void partWaits(ChildWaiting news);

  /** Returns how it stands, with all that a retry starts from. */
  @QueryMethod(name = "state")
  FeatureState state();

  /** Returns how far it is and when its units will be done, for people and their programs. */
  @QueryMethod(name = "orchestration_status")
  OrchestrationStatus status();

  /** Adds a unit to the plan; it starts once what it needs is done. */
  @UpdateMethod(name = "add_unit")
  PlanReceipt addUnit(UnitChange unit);

  /** Refuses a unit that the plan has, and what it cannot need. */
  @UpdateValidatorMethod(updateName = "add_unit")
  void checkAddUnit(UnitChange unit);

  /** Removes a unit that is not done; one under way is ended before. */
  @UpdateMethod(name = "remove_unit")
  PlanReceipt removeUnit(UnitChange unit);

  /** Refuses a unit that is done, or that others need. */
  @UpdateValidatorMethod(updateName = "remove_unit")
  void checkRemoveUnit(UnitChange unit);

  /** Changes task, dependencies or other keys of a unit that has not started. */
  @UpdateMethod(name = "change_unit")
  PlanReceipt changeUnit(UnitChange unit);

  /** Refuses a unit that has started, and what it cannot need. */
  @UpdateValidatorMethod(updateName = "change_unit")
  void checkChangeUnit(UnitChange unit);

  /** Has a unit go again, and all that need it and have run; these are ended before. */
  @UpdateMethod(name = "redo_unit")
  PlanReceipt redoUnit(UnitChange unit);

  /** Refuses a unit that has not run, and what it cannot need. */
  @UpdateValidatorMethod(updateName = "redo_unit")
  void checkRedoUnit(UnitChange unit);

  /** Changes how much is done at once. */
  @UpdateMethod(name = "set_parallelism")
  PlanReceipt setParallelism(Parallelism room);

  /** Refuses what makes no sense. */
  @UpdateValidatorMethod(updateName = "set_parallelism")
  void checkSetParallelism(Parallelism room);
}
