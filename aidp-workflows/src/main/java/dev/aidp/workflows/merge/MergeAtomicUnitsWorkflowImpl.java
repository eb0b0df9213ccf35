package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.Joining.Tip;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.join.Joiner;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steered;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins the finished units one after the other; the checks run on the tree with each, and it stays
 * only if green.
 */
public final class MergeAtomicUnitsWorkflowImpl extends Steered
    implements MergeAtomicUnitsWorkflow {

  private final WorkflowContext context;
  private @Nullable MergeProgress progress;

  /** Makes one run of it. */
  public MergeAtomicUnitsWorkflowImpl(WorkflowContext context) {
    this.context = context;
  }

  @Override
  public MergeResult run(MergeRequest request) {
    UnitGraph graph = UnitGraph.of(request.graph());
    MergeOrder order = new MergeOrder(graph, Lists.transform(request.finished(), Tip::unit));
    MergeProgress merged = MergeProgress.begin(request);
    progress = merged;
    Optional<String> next = order.next(merged.in(), merged.out());
    for (int nth = 1; next.isPresent() && mayGoOn(); nth++) {
      Joins joins = new Joins(request, graph, merged, next.get(), work(request, nth));
      merged = context.scope("unit-" + next.get(), () -> join(joins));
      progress = merged;
      next = order.next(merged.in(), merged.out());
    }
    new Housekeeping(context).close(work(request, 1));
    if (steering.cancelled()) {
      return cancelled(merged);
    }
    merged = merged.stranded(order.stranded(merged.in(), merged.out()));
    progress = merged;
    return publish(request, graph, merged);
  }

  @Override
  public MergeReport status() {
    return progress == null ? MergeReport.empty(Strategy.MERGE) : progress.report();
  }

  /** One unit about to join. */
  private record Joins(
      MergeRequest request, UnitGraph graph, MergeProgress before, String unit, Work work) {

    Tip tip() {
      return request.finished().stream()
          .filter(each -> each.unit().equals(unit))
          .findFirst()
          .orElseThrow();
    }

    ChecksRequest gate(TreeState state) {
      return new ChecksRequest(
          work,
          1,
          state,
          request.settings().checks(),
          request.graph().plan(),
          ImmutableList.<String>builder().addAll(before.report().order()).add(unit).build(),
          request.base(),
          request.settings().claims(),
          request.settings().limits().checkTimeout());
    }
  }

  private MergeProgress join(Joins joins) {
    MergeRequest request = joins.request();
    MergeProgress before = joins.before();
    Joiner joiner =
        new Joiner(
            context,
            steering,
            request.settings(),
            joins.work(),
            request.settings().strategy(),
            request.graph().plan());
    JoinOutcome outcome =
        joiner.join(before.head(), before.joined(), List.of(joins.tip()), before.remembered());
    if (steering.cancelled()) {
      return before;
    }
    return outcome.unsettled() == null
        ? gate(joins, outcome)
        : before.conflicted(outcome, outcome.unsettled());
  }

  private MergeProgress gate(Joins joins, JoinOutcome outcome) {
    CommandActivities command = context.steps(CommandActivities.class, Step.command());
    Outcome<CheckReport> report =
        context.until(steering::cancelled, () -> command.checks(joins.gate(outcome.state())));
    if (steering.cancelled()) {
      return joins.before();
    }
    CheckReport checked = report.orThrow();
    return checked.green()
        ? joins.before().green(joins.unit(), outcome, checked)
        : joins.before().red(joins.unit(), joins.graph(), outcome);
  }

  private boolean mayGoOn() {
    context.await(steering::mayRun);
    return !steering.cancelled();
  }

  private MergeResult publish(MergeRequest request, UnitGraph graph, MergeProgress merged) {
    MergeReport report = merged.report();
    MergeVerdict verdict =
        MergeVerdict.of(graph, merged.in(), report.leftOut(), request.settings().minSuccess());
    if (verdict.state() == RunState.FAILED) {
      return new MergeResult(RunState.FAILED, null, report, merged.passed(), verdict.error());
    }
    MergeProgress.Gated gated = merged.gatedHead();
    MergeReport proved =
        new Handover(context, request)
            .perform(report, gated.state(), merged.joined(), gated.report().results());
    progress = merged.with(proved);
    return new MergeResult(verdict.state(), merged.head(), proved, merged.passed(), null);
  }

  private static MergeResult cancelled(MergeProgress merged) {
    Failure why =
        Failure.of(FailureKind.CANCELLED, "The merge was told to end before it was done.");
    return new MergeResult(RunState.CANCELLED, null, merged.report(), merged.passed(), why);
  }

  private static Work work(MergeRequest request, int nth) {
    return new Work(request.run(), request.generation(), Work.MERGE, nth);
  }
}
