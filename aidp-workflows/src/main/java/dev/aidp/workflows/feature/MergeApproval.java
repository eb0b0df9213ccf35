package dev.aidp.workflows.feature;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.git.GitActivities;
import dev.aidp.merge.MergeResult;
import dev.aidp.run.RunState;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Answer;
import dev.aidp.workflows.steering.RunWatch;
import java.util.Optional;

/** Publishes a held merge once a person has approved it. */
final class MergeApproval {

  private final WorkflowContext context;
  private final UnitOrders orders;

  MergeApproval(WorkflowContext context, UnitOrders orders) {
    this.context = context;
    this.orders = orders;
  }

  /** Returns {@code merge} as it is after the answer: published, or without a branch. */
  MergeResult settle(MergeResult merge, String commit, RunWatch watch) {
    Optional<Answer> answer = watch.ask(question(orders.request(), commit));
    if (answer.isEmpty()) {
      return merge.withoutBranch(
          RunState.CANCELLED,
          Failure.of(
              FailureKind.CANCELLED, "The run was told to end before its merge was approved."));
    }
    return answer.get().approved()
        ? published(merge, commit)
        : merge.withoutBranch(RunState.FAILED, rejection(answer.get()));
  }

  private MergeResult published(MergeResult merge, String commit) {
    FeatureRequest request = orders.request();
    Work work = Work.merging(request.run(), request.generation(), 1);
    GitActivities git = context.steps(GitActivities.class, Step.command());
    Outcome<Boolean> done =
        context
            .start(
                () -> {
                  git.publish(work, request.branch(), commit, orders.replaces());
                  return true;
                })
            .outcome();
    return done instanceof Outcome.Failed<Boolean> failed
        ? merge.withoutBranch(RunState.FAILED, failed.failure())
        : merge;
  }

  private Waiting question(FeatureRequest request, String commit) {
    return new Waiting(
        Waiting.APPROVAL,
        "The merge is green and waits for approval; %s is not moved before."
            .formatted(request.branch()),
        "Look at it: git diff %s %s. Then: aidp approve %s, or aidp reject %s \"REASON\"."
            .formatted(request.base(), commit, request.run(), request.run()),
        context.now());
  }

  private static Failure rejection(Answer answer) {
    String why = answer.reason().isEmpty() ? "" : " (" + answer.reason() + ")";
    return Failure.of(
        FailureKind.PERMANENT,
        "The merge was rejected%s. The units' branches stay.".formatted(why));
  }
}
