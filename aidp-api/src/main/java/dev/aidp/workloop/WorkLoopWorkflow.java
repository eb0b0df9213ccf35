package dev.aidp.workloop;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One task on its own branch: agent, checks, diagnosis, again, until it is done.
 *
 * <pre>{@code
 * UnitResult fixed =
 *     context
 *         .child(WorkLoopWorkflow.class, "fix")
 *         .run(fix -> fix.run(WorkLoopRequest.of("Fix the flaky test").into("fix")));
 * }</pre>
 */
@WorkflowInterface
public interface WorkLoopWorkflow extends Loop {

  /**
   * Works until the unit is done, has failed for good, or is cancelled; fails only by a fault of
   * Aidp itself.
   */
  @WorkflowMethod(name = "AidpWorkLoop")
  UnitResult run(WorkLoopRequest request);
}
