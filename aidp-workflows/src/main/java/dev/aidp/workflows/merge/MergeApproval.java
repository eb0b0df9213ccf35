package dev.aidp.workflows.merge;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.GitActivities;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.RunState;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Answer;
import dev.aidp.workflows.steering.RunDeadline;
import java.util.Optional;

/** Publishes a held merge once a person has approved it. */
public final class MergeApproval {

  private final WorkflowContext context;
  private final MergeWork request;

  /** Makes one for the merge that was asked for so. */
  public MergeApproval(WorkflowContext context, MergeWork request) {
    this.context = context;
    this.request = request;
  }

  /** Returns {@code merge} as it is after the answer: published, or without a branch. */
  public MergeResult settle(MergeResult merge, String commit, RunDeadline watch) {
    Optional<Answer> answer = watch.ask(question(commit));
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
    Work work = Work.merging(request.run(), request.generation(), 1);
    GitActivities git = context.steps(GitActivities.class, Step.command().once());
    Outcome<Boolean> done =
        context
            .start(
                () -> {
                  git.publish(work, request.branch(), commit, request.into().replaces());
                  return true;
                })
            .outcome();
    return done instanceof Outcome.Failed<Boolean> failed
        ? merge.withoutBranch(RunState.FAILED, failed.failure())
        : merge;
  }

  private Waiting question(String commit) {
    return new Waiting(
        Waiting.Reason.APPROVAL,
        "The merge is green and waits for approval; %s is not moved before."
            .formatted(request.branch()),
        "Look at it (git diff %s %s), then approve or reject it.".formatted(request.base(), commit),
        null,
        context.now());
  }

  private static Failure rejection(Answer answer) {
    String why = answer.reason().isEmpty() ? "" : " (" + answer.reason() + ")";
    return Failure.of(
        FailureKind.PERMANENT,
        "The merge was rejected%s. The units' branches stay.".formatted(why));
  }
}
