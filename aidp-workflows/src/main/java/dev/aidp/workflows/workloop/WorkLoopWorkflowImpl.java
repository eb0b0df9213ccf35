package dev.aidp.workflows.workloop;

import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopWorkflow;

/** The loop as a run of its own. */
public final class WorkLoopWorkflowImpl extends UnitLoop implements WorkLoopWorkflow {

  /** Makes one run of it. */
  public WorkLoopWorkflowImpl(WorkflowContext context) {
    super(context);
  }

  @Override
  public UnitResult run(UnitWork work) {
    return work(work);
  }
}
