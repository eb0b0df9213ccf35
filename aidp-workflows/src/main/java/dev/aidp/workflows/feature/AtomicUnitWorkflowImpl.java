package dev.aidp.workflows.feature;

import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.run.Check;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.workloop.UnitLoop;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;

/** The loop as one unit of a feature. */
public final class AtomicUnitWorkflowImpl extends UnitLoop implements AtomicUnitWorkflow {

  /** Makes one run of it. */
  public AtomicUnitWorkflowImpl(WorkflowContext context) {
    super(context);
  }

  @Override
  public UnitResult run(UnitWork work) {
    return work(work, Check.Phase.ON_COMPLETION);
  }
}
