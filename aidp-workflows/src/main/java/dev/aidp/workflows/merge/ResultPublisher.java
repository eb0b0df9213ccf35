package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckResult;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.Proof;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.evidence.EvidenceKeeper;
import java.util.List;

/** What is done with a green result: its evidence is kept, then the branch is pointed to it. */
final class ResultPublisher {

  private final WorkflowContext context;
  private final MergeWork request;
  private final Work work;

  ResultPublisher(WorkflowContext context, MergeWork request) {
    this.context = context;
    this.request = request;
    this.work = Work.merging(request.run(), request.generation(), 1);
  }

  /**
   * Keeps the evidence of {@code state}, publishes it unless the merge is held, and returns {@code
   * report} with what is kept.
   *
   * @param turns the resolver's
   * @param joined who is in it, in order
   * @param checked what the checks came to on exactly this tree
   */
  MergeReport perform(
      MergeReport report,
      TreeState state,
      List<TurnRecord> turns,
      List<UnitHead> joined,
      List<CheckResult> checked) {
    EvidencePart all =
        new EvidencePart(turns, joined, report.conflicts(), report.leftOut(), checked);
    EvidenceActivities step =
        context.steps(EvidenceActivities.class, Step.command().once().named("evidence"));
    Kept kept =
        new EvidenceKeeper(context)
            .keep(all, (earlier, rest) -> step.merge(claim(report, state, earlier, rest)));
    if (!request.into().held()) {
      context
          .steps(GitActivities.class, Step.command().once())
          .publish(work, request.branch(), state.head(), request.into().replaces());
    }
    return report.withProof(
        new Proof(
            report.proof().turns(),
            kept.evidence(),
            kept.description(),
            request.into().replaces(),
            null));
  }

  /** Returns the parts with turns that this merge did not take itself. */
  private List<String> before() {
    MergeReport from = request.known().from();
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    parts.addAll(request.graph().turns());
    return from == null ? parts.build() : parts.addAll(from.proof().turns()).build();
  }

  private MergeClaim claim(
      MergeReport report, TreeState state, List<String> earlier, EvidencePart rest) {
    return new MergeClaim(
        work,
        new MergeClaim.Source(
            request.graph().plan(), request.text(), request.base(), request.branch()),
        state,
        report.strategy(),
        report.gateRuns(),
        request.settings().checks(),
        ImmutableList.<String>builder().addAll(before()).addAll(earlier).build(),
        rest);
  }
}
