package dev.aidp.workflows;

import com.google.common.collect.ImmutableList;
import dev.aidp.analysis.AnalyzeWorkflow;
import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.analysis.AnalyzeWorkflowImpl;
import dev.aidp.workflows.feature.AtomicUnitWorkflowImpl;
import dev.aidp.workflows.feature.FeatureOrchestrationWorkflowImpl;
import dev.aidp.workflows.merge.MergeAtomicUnitsWorkflowImpl;
import dev.aidp.workflows.workloop.WorkLoopWorkflowImpl;
import dev.aidp.workloop.WorkLoopWorkflow;

/** All workflows, as an engine registers them. */
public final class Workflows {

  private Workflows() {}

  /** Returns one definition for each workflow type. */
  public static ImmutableList<WorkflowDefinition<?>> definitions() {
    return ImmutableList.of(
        new WorkflowDefinition<>(WorkLoopWorkflow.class, WorkLoopWorkflowImpl::new),
        new WorkflowDefinition<>(AtomicUnitWorkflow.class, AtomicUnitWorkflowImpl::new),
        new WorkflowDefinition<>(
            FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflowImpl::new),
        new WorkflowDefinition<>(MergeAtomicUnitsWorkflow.class, MergeAtomicUnitsWorkflowImpl::new),
        new WorkflowDefinition<>(AnalyzeWorkflow.class, AnalyzeWorkflowImpl::new));
  }
}
