package dev.aidp.workflows.workloop;

import dev.aidp.failure.Failure;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.Check;
import dev.aidp.run.Instruction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Work;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.request.Requests;
import dev.aidp.workflows.steering.Instructions;
import dev.aidp.workflows.steering.RunDeadline;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.List;

/** The loop as a run of its own. */
public final class WorkLoopWorkflowImpl extends UnitLoop implements WorkLoopWorkflow {

  private final WorkflowContext context;
  private boolean over;

  /** Makes one run of it. */
  public WorkLoopWorkflowImpl(WorkflowContext context) {
    super(context);
    this.context = context;
  }

  @Override
  public UnitResult run(WorkLoopRequest asked) {
    UnitWork work;
    try {
      work = new Requests(context).work(asked.resolved(), (s, run) -> s.loop(run, asked));
    } catch (StepFailedException e) {
      return unheard(refused(UnitReport.unstarted(Work.LOOP, UnitState.SKIPPED, ""), e.failure()));
    }
    return perform(work);
  }

  private UnitResult perform(UnitWork work) {
    RunDeadline watch = new RunDeadline(context, steering, work.settings().limits());
    Promise<Boolean> clock = context.async("clock", () -> keepTime(watch));
    UnitResult result = begun(work);
    over = true;
    clock.outcome();
    Work last =
        new Work(
            work.run(), work.generation(), work.node().id(), result.report().tries().attempts());
    new Housekeeping(context).end(last, result.report().state() == UnitState.COMPLETED);
    UnitResult told = unheard(result);
    return watch.overtime() ? timedOut(told, watch) : told;
  }

  private UnitResult begun(UnitWork work) {
    BaseChecks base =
        new BaseChecks(context, steering, work.settings(), work.run(), work.generation());
    try {
      return work(
          work.redBefore(context.scope("baseline", () -> base.red(work.base()))),
          Check.Phase.FULL_LOOP);
    } catch (StepFailedException e) {
      return refused(
          UnitReport.unstarted(work.node().id(), UnitState.SKIPPED, work.branch())
              .startedBefore(work.starts(), work.before().used().plus(steering.used())),
          e.failure());
    }
  }

  /** No turn was taken. */
  private UnitResult refused(UnitReport unit, Failure why) {
    return new UnitResult(
        unit.ended(UnitState.SKIPPED, why, context.now()),
        List.of(),
        List.of(),
        List.of(),
        steering.pending(),
        steering.cancelled());
  }

  /** Takes no step; it only ends the run when its time is over, which may be set while it works. */
  private boolean keepTime(RunDeadline watch) {
    while (!over && !steering.cancelled()) {
      watch.await(() -> over);
    }
    return true;
  }

  /** Nobody else takes a turn in this run. */
  private UnitResult unheard(UnitResult result) {
    UnitReport report = result.report();
    steering.guards().giveUp();
    for (Instruction each : steering.instructions().giveUp(any -> true)) {
      report = report.warned(Instructions.unheard(each));
    }
    return with(result, report, result.cancelled());
  }

  private UnitResult with(UnitResult result, UnitReport report, boolean cancelled) {
    return new UnitResult(
        report,
        result.outputs(),
        result.resolutions(),
        steering.receipts().ended(),
        result.unused(),
        cancelled);
  }

  private UnitResult timedOut(UnitResult result, RunDeadline watch) {
    UnitReport report = result.report();
    return report.state() == UnitState.COMPLETED
        ? result
        : with(result, report.ended(report.state(), watch.timeout(), context.now()), false);
  }
}
