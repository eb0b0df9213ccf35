package dev.aidp.workflows.workloop;

import dev.aidp.git.GitActivities;
import dev.aidp.run.UnitState;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopWorkflow;

/** The loop as a run of its own. */
public final class WorkLoopWorkflowImpl extends UnitLoop implements WorkLoopWorkflow {

  private final WorkflowContext context;

  /** Makes one run of it. */
  public WorkLoopWorkflowImpl(WorkflowContext context) {
    super(context);
    this.context = context;
  }

  @Override
  public UnitResult run(UnitWork work) {
    UnitResult result = work(work);
    if (result.report().state() == UnitState.COMPLETED) {
      Work last =
          new Work(work.run(), work.generation(), work.node().id(), result.report().attempts());
      context.steps(GitActivities.class, Step.command()).tidy(last);
    }
    return result;
  }
}
