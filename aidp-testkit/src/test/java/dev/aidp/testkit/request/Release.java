package dev.aidp.testkit.request;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.plan.PlanSource;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.List;

/** Says what it wants as a person would; everything else is Aidp's. */
record Release(WorkflowContext context) implements ReleaseWorkflow {

  private static final PlanSource PLAN =
      PlanSource.text(
          "{feature: F, units: [{id: one, task: One}, {id: two, task: Two, depends_on: [one]}]}");

  static WorkflowDefinition<ReleaseWorkflow> definition() {
    return new WorkflowDefinition<>(ReleaseWorkflow.class, Release::new);
  }

  @Override
  public List<String> run(String agent) {
    Child<FeatureOrchestrationWorkflow, FeatureState> feature =
        context.child(FeatureOrchestrationWorkflow.class, "feature");
    Child<WorkLoopWorkflow, UnitResult> fix = context.child(WorkLoopWorkflow.class, "fix");
    Child<MergeAtomicUnitsWorkflow, MergeResult> merge =
        context.child(MergeAtomicUnitsWorkflow.class, "merge");

    var one =
        feature.start(w -> w.run(FeatureRequest.of("F").plan(PLAN).into("f").agentCommand(agent)));
    var two =
        fix.start(
            w ->
                w.run(
                    WorkLoopRequest.of("Fix it")
                        .into("fix")
                        .agentCommand(agent)
                        .check("t", "true")));
    FeatureState made = one.get();
    UnitResult fixed = two.get();
    MergeResult merged =
        merge
            .start(w -> w.run(MergeRequest.of("release", "f", "fix").check("all", "cat *.txt")))
            .get();
    return List.of(
        made.state().wireName(),
        fixed.report().state().wireName(),
        merged.state().wireName(),
        String.valueOf(merged.commit()));
  }
}
