package dev.aidp.workflows.feature;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;

/** Where a feature's plan comes from: it was given, or a planner makes it. */
final class PlanSource {

  private final WorkflowContext context;
  private final FeatureWork request;
  private final Planner planner;

  PlanSource(WorkflowContext context, Steering steering, FeatureWork request) {
    this.context = context;
    this.request = request;
    this.planner = new Planner(context, steering, PlanningTask.of(request));
  }

  /**
   * Returns the plan.
   *
   * @throws StepFailedException if there is none
   */
  PlanGraph plan() {
    if (request.plan() == null) {
      return planner.plan();
    }
    return Planner.usable(
        context.steps(PlanActivities.class, Step.quick().once()).read(request.read(request.plan())),
        "The plan");
  }

  /** Returns what a person is asked of {@code plan}. */
  Waiting question(PlanGraph plan) {
    Waiting question = planner.question(plan);
    return request.plan() == null
        ? question
        : new Waiting(
            question.reason(), question.message(), question.remedy(), null, question.since());
  }

  /**
   * Returns another plan than {@code rejected}, which a person does not want.
   *
   * @throws StepFailedException if there is none, or nobody is there to make one
   */
  PlanGraph again(PlanGraph rejected, String reason) {
    if (request.plan() == null) {
      return planner.again(rejected, reason);
    }
    throw new StepFailedException(
        Failure.of(
            FailureKind.PERMANENT,
            "The plan was rejected%s.".formatted(reason.isEmpty() ? "" : " (" + reason + ")")));
  }
}
