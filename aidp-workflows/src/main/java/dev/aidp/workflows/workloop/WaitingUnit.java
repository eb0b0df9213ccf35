package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.Resolution;
import dev.aidp.plan.PlanAction;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Count;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A unit that waits until its command exits 0: looks, each a unit of one turn, with durable timers
 * between them, during which no host holds a place for it.
 */
final class WaitingUnit {

  /** Enough of a command to know it. */
  private static final int SHOWN = 80;

  private final WorkflowContext context;
  private final Steering steering;
  private final PlanAction action;
  private final PlanAction.Poll poll;
  private final Instant begun;
  private UnitWork unit;
  private ImmutableList<Resolution> resolutions = ImmutableList.of();

  WaitingUnit(
      WorkflowContext context,
      Steering steering,
      UnitWork unit,
      PlanAction action,
      PlanAction.Poll poll) {
    this.context = context;
    this.steering = steering;
    this.action = action;
    this.poll = poll;
    this.begun = context.now();
    this.unit = CommandUnit.of(unit, action);
  }

  /** Waits to the end; {@code looks} makes the run of one look. */
  UnitResult run(Function<UnitWork, UnitRun> looks) {
    Instant deadline = begun.plus(poll.timeout());
    Duration next = poll.interval();
    for (int look = 1; ; look++) {
      UnitRun one = looks.apply(unit);
      UnitResult result = context.scope("look-" + look, one::run);
      Failure why = one.commandFailed();
      if (why == null || steering.cancelled()) {
        return told(result, result.report());
      }
      settled(one);
      Duration left = Duration.between(context.now(), deadline);
      if (left.isNegative() || left.isZero()) {
        return failed(result, late(look, why));
      }
      rest(next.compareTo(left) > 0 ? left : next);
      if (steering.cancelled()) {
        return failed(result, UnitRun.CANCELLED);
      }
      next = poll.after(next);
    }
  }

  /** Who is told to go on looks at once. */
  private void rest(Duration time) {
    int resumes = steering.resumes();
    String shown = Excerpt.start(action.command().replaceAll("\\s+", " ").strip(), SHOWN);
    steering.park(new AwaitedAgents(ImmutableList.of(shown), context.now().plus(time)));
    var unused =
        steering.await(context, time, () -> steering.cancelled() || steering.resumes() != resumes);
    steering.park(null);
  }

  /** What it needs is joined once: the next looks begin where the first one did. */
  private void settled(UnitRun first) {
    String start = first.progress().last().start();
    if (start != null && !unit.given().needs().isEmpty()) {
      resolutions = first.resolutions();
      unit =
          unit.withInto(new UnitWork.Into(start, unit.branch(), unit.into().replaces()))
              .withGiven(
                  new UnitWork.Given(
                      ImmutableList.of(), unit.given().resolutions(), unit.given().inputs()));
    }
  }

  private Failure late(int looks, Failure last) {
    return Failure.of(
        FailureKind.PERMANENT,
        "What it waits for was not there within %s (%s). The last one: %s"
            .formatted(poll.timeout(), Count.of(looks, "look"), last.message()));
  }

  private UnitResult failed(UnitResult last, Failure why) {
    return told(last, last.report().ended(UnitState.FAILED, why, context.now()));
  }

  private UnitResult told(UnitResult result, UnitReport report) {
    boolean joined = result.resolutions().isEmpty() && report.error() == null;
    return new UnitResult(
        report.withTimes(report.times().since(begun)),
        result.outputs(),
        joined ? resolutions : result.resolutions(),
        result.receipts(),
        steering.pending(),
        steering.cancelled(),
        result.clashed());
  }
}
