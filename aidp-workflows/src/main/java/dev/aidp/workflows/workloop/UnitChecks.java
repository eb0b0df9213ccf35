package dev.aidp.workflows.workloop;

import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.command.CommandActivities;
import dev.aidp.git.TreeState;
import dev.aidp.run.Usage;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitWork;

/**
 * Checks what turns leave: in the unit's working copy first, which is quick; where that would end
 * the unit's work, in a clean checkout of the same tree, which decides.
 */
final class UnitChecks {

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitWork unit;
  private final UnitRequests requests;

  UnitChecks(WorkflowContext context, Steering steering, UnitWork unit, UnitRequests requests) {
    this.context = context;
    this.steering = steering;
    this.unit = unit;
    this.requests = requests;
  }

  /**
   * What the checks came to.
   *
   * @param report the last that was found out
   * @param lacking what the turn lacks by it
   */
  record Checked(CheckReport report, UnmetCriteria lacking) {}

  /**
   * Checks what {@code turn} has left, in steps {@code checks} and {@code clean-checks}.
   *
   * @param stands whether nothing new has come for so long that the unit may be given up
   */
  Outcome<Checked> check(LoopProgress progress, TreeState start, TurnResult turn, boolean stands) {
    Outcome<CheckReport> quick = run("checks", progress, start, turn, Where.WORKING_COPY);
    if (quick instanceof Outcome.Failed<CheckReport> failed) {
      return new Outcome.Failed<>(failed.failure());
    }
    CheckReport report = ((Outcome.Ok<CheckReport>) quick).value();
    UnmetCriteria lacking =
        UnmetCriteria.of(unit.node(), unit.settings().claims(), start, turn, report);
    return decides(progress, lacking, stands) && !report.results().isEmpty()
        ? clean(progress, start, turn, lacking)
        : new Outcome.Ok<>(new Checked(report, lacking));
  }

  /**
   * Only red checks may be the fault of what the working copy has gathered: a unit is not given up
   * for those before a clean checkout was asked.
   */
  private boolean decides(LoopProgress progress, UnmetCriteria lacking, boolean stands) {
    boolean last = stands || progress.iteration() >= unit.settings().limits().maxIterations();
    return lacking.none() || last && lacking.onlyRed();
  }

  private Outcome<Checked> clean(
      LoopProgress progress, TreeState start, TurnResult turn, UnmetCriteria quick) {
    Outcome<CheckReport> clean = run("clean-checks", progress, start, turn, Where.CLEAN);
    if (clean instanceof Outcome.Failed<CheckReport> failed) {
      return new Outcome.Failed<>(failed.failure());
    }
    CheckReport report = ((Outcome.Ok<CheckReport>) clean).value();
    if (!report.reused()) {
      steering.used(Usage.CLEAN_RUN);
    }
    return new Outcome.Ok<>(new Checked(report, quick.in(report)));
  }

  private Outcome<CheckReport> run(
      String step, LoopProgress progress, TreeState start, TurnResult turn, Where where) {
    CommandActivities command =
        context.steps(
            CommandActivities.class, Step.command().once().on(unit.node().weight()).named(step));
    return context.until(
        steering::cancelled,
        () -> command.checks(requests.checks(progress, start, turn.state(), where)));
  }
}
