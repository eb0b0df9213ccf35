package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.Approval;
import dev.aidp.run.Instruction;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.evidence.EvidenceKeeper;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.request.Requests;
import dev.aidp.workflows.steering.RunDeadline;
import dev.aidp.workflows.steering.SteerableWorkflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the finished units into one tree on which the checks are green: what {@link MergeQueue}
 * says is done, until nobody can join any more; then the branch is pointed to it.
 */
public final class MergeAtomicUnitsWorkflowImpl extends SteerableWorkflow
    implements MergeAtomicUnitsWorkflow {

  /** Resolutions in one step. */
  private static final int AT_ONCE = 20;

  private final WorkflowContext context;
  private @Nullable MergeRun merge;

  /** Makes one run of it. */
  public MergeAtomicUnitsWorkflowImpl(WorkflowContext context) {
    this.context = context;
  }

  @Override
  public MergeResult run(MergeRequest asked) {
    MergeWork work;
    try {
      work = new Requests(context).work(asked.resolved(), (s, run) -> s.merge(run, asked));
    } catch (StepFailedException e) {
      return new MergeResult(
          RunState.FAILED, null, MergeReport.empty(Strategy.MERGE), List.of(), e.failure());
    }
    return perform(work, asked.resolved() == null || !context.runId().contains("/"));
  }

  /** Where {@code root} holds no feature has asked, which would tidy up and wait for approval. */
  private MergeResult perform(MergeWork request, boolean root) {
    boolean asks = root && request.settings().approvals().contains(Approval.MERGE);
    MergeResult result = merge(asks ? request.holding() : request);
    if (asks && result.commit() != null) {
      RunDeadline watch = new RunDeadline(context, steering, request.settings().limits());
      result = new MergeApproval(context, request).settle(result, result.commit(), watch);
    }
    if (root) {
      boolean completed = result.state() == RunState.COMPLETED;
      new Housekeeping(context)
          .end(Work.merging(request.run(), request.generation(), 1), completed);
    }
    return result.withUsage(steering.used());
  }

  private MergeResult merge(MergeWork request) {
    UnitGraph graph = UnitGraph.of(request.graph());
    MergeOrder order = new MergeOrder(graph, Lists.transform(request.finished(), UnitHead::unit));
    MergeRun run = new MergeRun(context, steering, request, order, graph);
    merge = run;
    run.toItsEnd();
    run.confirm();
    run.opened().forEach(work -> context.scope(work.unit(), () -> close(work)));
    if (steering.cancelled()) {
      return cancelled(run.progress());
    }
    ImmutableList<MergeResult.Rework> rework = run.rework();
    if (!rework.isEmpty()) {
      MergeProgress now = run.progress();
      MergeReport report = now.report();
      report = report.withProof(report.proof().withTurns(turns(request, run)));
      return new MergeResult(
          RunState.RUNNING, null, report, now.passed(), null, rework, Usage.NONE);
    }
    return publish(request, graph, run);
  }

  /** Nobody in it works on a task. */
  @Override
  public void injectInstruction(Instruction instruction) {
    steering.reject(instruction, "A merge tells it to nobody.");
  }

  @Override
  public MergeReport status() {
    return merge == null ? MergeReport.empty(Strategy.MERGE) : merge.progress().report();
  }

  private MergeResult publish(MergeWork request, UnitGraph graph, MergeRun run) {
    MergeProgress merged = run.progress();
    MergeReport report = merged.report();
    MergeVerdict verdict =
        MergeVerdict.of(graph, report.order(), report.leftOut(), request.settings().minSuccess());
    if (verdict.state() == RunState.FAILED) {
      return new MergeResult(RunState.FAILED, null, report, merged.passed(), verdict.error());
    }
    Work work = Work.merging(request.run(), request.generation(), 1);
    remember(work, request, merged);
    MergeReport proved =
        new ResultPublisher(context, request)
            .perform(
                report, run.headState(), run.turns(), run.joined(), run.headReport().results());
    run.told(proved);
    return new MergeResult(verdict.state(), run.head(), proved, merged.passed(), null);
  }

  /** Who is in has passed, and with it how it was joined. */
  private void remember(Work work, MergeWork request, MergeProgress merged) {
    List<Resolution> passed =
        ImmutableList.<Resolution>builder()
            .addAll(request.known().resolutions())
            .addAll(merged.passed())
            .build();
    int part = 0;
    for (List<Resolution> some : Lists.partition(passed, AT_ONCE)) {
      part++;
      context
          .steps(GitActivities.class, Step.command().once().named("remember-" + part))
          .remember(work, some);
    }
  }

  private List<String> turns(MergeWork request, MergeRun run) {
    MergeReport from = request.known().from();
    List<String> now = new EvidenceKeeper(context).turns(run.turns());
    return from == null
        ? now
        : ImmutableList.<String>builder().addAll(from.proof().turns()).addAll(now).build();
  }

  private boolean close(Work work) {
    var unused = new Housekeeping(context).close(work);
    return true;
  }

  private static MergeResult cancelled(MergeProgress merged) {
    Failure why =
        Failure.of(FailureKind.CANCELLED, "The merge was told to end before it was done.");
    return new MergeResult(RunState.CANCELLED, null, merged.report(), merged.passed(), why);
  }
}
