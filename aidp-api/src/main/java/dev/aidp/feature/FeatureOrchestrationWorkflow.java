package dev.aidp.feature;

import dev.aidp.run.Steerable;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A feature: plan, units in parallel as their dependencies allow, merge, one branch. */
@WorkflowInterface
public interface FeatureOrchestrationWorkflow extends Steerable {

  /** Runs the feature to one of its final states; fails only by a fault of Aidp itself. */
  @WorkflowMethod(name = "AidpFeatureOrchestration")
  FeatureState run(FeatureRequest request);

  /** Returns how it stands. */
  @QueryMethod(name = "orchestration_status")
  FeatureState status();
}
