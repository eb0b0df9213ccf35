package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.git.Resolution;
import dev.aidp.run.UnitAction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.time.Instant;
import java.util.function.Function;

/**
 * A unit that waits until its command exits 0: looks, each a unit of one turn, with durable timers
 * between them, during which no host holds a place for it.
 */
final class WaitingUnit {

  private final WorkflowContext context;
  private final Steering steering;
  private final Polling polling;
  private final Instant begun;
  private UnitWork unit;
  private ImmutableList<Resolution> resolutions = ImmutableList.of();

  WaitingUnit(
      WorkflowContext context,
      Steering steering,
      UnitWork unit,
      UnitAction action,
      UnitAction.Poll poll) {
    this.context = context;
    this.steering = steering;
    this.polling = new Polling(context, steering, action.command(), poll);
    this.begun = context.now();
    this.unit = CommandUnit.of(unit, action);
  }

  /** Waits to the end; {@code looks} makes the run of one look. */
  UnitResult run(Function<UnitWork, UnitRun> looks) {
    for (int look = 1; ; look++) {
      UnitRun one = looks.apply(unit);
      UnitResult result = context.scope("look-" + look, one::run);
      Failure why = one.commandFailed();
      if (why == null || steering.cancelled()) {
        return told(result, result.report());
      }
      settled(one);
      if (!polling.again()) {
        return failed(result, steering.cancelled() ? UnitRun.CANCELLED : polling.late(look, why));
      }
    }
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
