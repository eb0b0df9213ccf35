package com.example;

import com.google.common.base.Preconditions;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.plan.Plan;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.time.Duration;

/** Plain blocking Java, durable at each line. */
final class Release implements ReleaseWorkflow {
  private static final Plan PLAN =
      Plan.of("F").unit("one", "One.").unit("two", u -> u.task("Two.").dependsOn("one")).build();

  private final WorkflowContext context;
  private String who = "";
  private String doing = "working";

  Release(WorkflowContext context) {
    this.context = context;
  }

  @Override
  public String run(String agent) {
    var feature = FeatureRequest.of("F").plan(PLAN).into("feature").agentCommand(agent);
    var fix = WorkLoopRequest.of("Fix it.").into("fix").agentCommand(agent);
    var both = MergeRequest.of("release", "feature", "fix").check("all", "cat *.txt");
    var fixed = context.child(WorkLoopWorkflow.class, "fix").start(w -> w.run(fix));
    context.child(FeatureOrchestrationWorkflow.class, "feature").run(w -> w.run(feature));
    fixed.get();
    var merged = context.child(MergeAtomicUnitsWorkflow.class, "merge").run(w -> w.run(both));
    doing = "waiting";
    boolean asked = context.await(Duration.ofHours(2), () -> !who.isEmpty());
    var often = Step.command().retry(Retry.times(5).pausing(Duration.ofMillis(100)));
    String published = context.steps(Publisher.class, often).publish(merged.commit());
    return (asked ? "by " + who : "in time") + ": " + published;
  }

  @Override
  public String publish(String by) {
    who = by;
    return doing;
  }

  @Override
  public void checkPublish(String by) {
    Preconditions.checkArgument(!by.isBlank(), "Say who publishes it.");
  }

  @Override
  public String doing() {
    return doing;
  }
}
