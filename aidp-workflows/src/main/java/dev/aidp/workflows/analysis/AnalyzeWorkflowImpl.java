package dev.aidp.workflows.analysis;

import dev.aidp.analysis.AnalysisActivities;
import dev.aidp.analysis.AnalysisReport;
import dev.aidp.analysis.AnalyzeRequest;
import dev.aidp.analysis.AnalyzeWorkflow;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.SteerableWorkflow;

/** Two steps: which commit, so that all else is of that one; and what is in it. */
public final class AnalyzeWorkflowImpl extends SteerableWorkflow implements AnalyzeWorkflow {

  private final WorkflowContext context;

  /** Makes one run of it. */
  public AnalyzeWorkflowImpl(WorkflowContext context) {
    this.context = context;
  }

  @Override
  public AnalysisReport run(AnalyzeRequest request) {
    AnalysisActivities quick = context.steps(AnalysisActivities.class, Step.quick().once());
    String commit = quick.commit(request.base());
    steering.await(context, steering::mayRun);
    AnalysisActivities steps = context.steps(AnalysisActivities.class, Step.command().once());
    var report = context.until(steering::cancelled, () -> steps.analyze(commit));
    if (steering.cancelled()) {
      throw new StepFailedException(
          Failure.of(FailureKind.CANCELLED, "It was told to end before it had looked."));
    }
    return report.orThrow();
  }
}
