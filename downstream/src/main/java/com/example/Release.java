package com.example;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.plan.Plan;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.time.Duration;

/** Plain blocking Java, durable at each line. */
final class Release implements ReleaseWorkflow {
  private static final Plan PLAN =
      Plan.of("F").unit("one", "One.").unit("two", u -> u.task("Two.").dependsOn("one")).build();

  private final WorkflowContext context;
  private boolean publish;
  private String doing = "nothing";

  private Release(WorkflowContext context) {
    this.context = context;
  }

  static WorkflowDefinition<ReleaseWorkflow> definition() {
    return new WorkflowDefinition<>(ReleaseWorkflow.class, Release::new);
  }

  @Override
  public String run(Wanted wanted) {
    doing = "working";
    var feature = FeatureRequest.of("F").plan(PLAN).into("feature").agentCommand(wanted.agent());
    var fix = WorkLoopRequest.of("Fix it.").into("fix").agentCommand(wanted.agent());
    var both = MergeRequest.of("release", "feature", "fix").check("all", "cat *.txt");
    var fixed = context.child(WorkLoopWorkflow.class, "fix").start(w -> w.run(fix));
    context.child(FeatureOrchestrationWorkflow.class, "feature").run(w -> w.run(feature));
    fixed.get();
    var merged = context.child(MergeAtomicUnitsWorkflow.class, "merge").run(w -> w.run(both));
    doing = "waiting";
    boolean asked = context.await(Duration.ofMillis(wanted.millis()), () -> publish);
    doing = "publishing";
    Step step = Step.command().retry(Retry.times(5).pausing(Duration.ofMillis(100)));
    String said = context.steps(Publisher.class, step).publish(merged.commit());
    return (asked ? "asked: " : "in time: ") + said;
  }

  @Override
  public void publish() {
    publish = true;
  }

  @Override
  public String doing() {
    return doing;
  }
}
