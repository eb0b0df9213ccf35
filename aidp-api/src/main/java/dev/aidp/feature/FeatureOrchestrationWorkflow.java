package dev.aidp.feature;

import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Steerable;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A feature: plan, units in parallel as their dependencies allow, merge, one branch. */
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
}
