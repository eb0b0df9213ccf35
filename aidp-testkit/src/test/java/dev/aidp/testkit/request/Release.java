package dev.aidp.testkit.request;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.plan.Plan;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.List;

/** Says what it wants as a person would; everything else is Aidp's. */
record Release(WorkflowContext context) implements ReleaseWorkflow {

  private static final Plan PLAN =
      Plan.of("F")
          .unit("one", "Write one.txt.")
          .unit("two", unit -> unit.task("Write two.txt.").dependsOn("one"))
          .build();

  static WorkflowDefinition<ReleaseWorkflow> definition() {
    return new WorkflowDefinition<>(ReleaseWorkflow.class, Release::new);
  }

  // tag::release[]
  @Override
  public List<String> run(String agent) {
    var wanted = FeatureRequest.of("F").plan(PLAN).into("f").agentCommand(agent);
    var broken = WorkLoopRequest.of("Fix it").into("fix").agentCommand(agent).check("t", "true");
    var both = MergeRequest.of("release", "f", "fix").check("all", "cat *.txt");

    var fixed = context.child(WorkLoopWorkflow.class, "fix").start(f -> f.run(broken));
    var made = context.child(FeatureOrchestrationWorkflow.class, "made").run(f -> f.run(wanted));
    UnitResult mended = fixed.get(); // worked on beside the feature
    var merged = context.child(MergeAtomicUnitsWorkflow.class, "merge").run(m -> m.run(both));

    return List.of(
        made.state().wireName(),
        mended.report().state().wireName(),
        merged.state().wireName(),
        String.valueOf(merged.commit()));
  }
  // end::release[]
}
