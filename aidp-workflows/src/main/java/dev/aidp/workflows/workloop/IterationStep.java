package dev.aidp.workflows.workloop;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.failure.Failure;
import dev.aidp.git.Changes;
import dev.aidp.git.TreeState;
import dev.aidp.run.Usage;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import dev.aidp.workloop.UnitActivities;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One iteration of a unit: a turn, which may be repeated, with what checks it. */
final class IterationStep {

  private final WorkflowContext context;
  private final Steering steering;
  private final Function<TurnRequest, IterationRequest> request;
  private TreeState found;
  private @Nullable IterationRequest asked;
  private @Nullable IterationResult result;

  /** Makes one that begins with {@code before}; {@code request} adds to a turn what checks it. */
  IterationStep(
      WorkflowContext context,
      Steering steering,
      TreeState before,
      Function<TurnRequest, IterationRequest> request) {
    this.context = context;
    this.steering = steering;
    this.found = before;
    this.request = request;
  }

  /** Performs it with this turn; returns how that ended. */
  TurnResult take(TurnRequest turn, Step step) {
    IterationRequest now = UnitRequests.opened(request.apply(turn), found);
    Outcome<IterationResult> outcome = performed(now, step);
    IterationResult ended =
        outcome instanceof Outcome.Failed<IterationResult> failed
            ? IterationResult.of(found, TurnResult.failed(found, failed.failure()))
            : outcome.orThrow();
    found = ended.found();
    asked = UnitRequests.opened(now, found);
    result = ended;
    return ended.turn();
  }

  /** Returns what was asked of its last turn. */
  IterationRequest asked() {
    return Objects.requireNonNull(asked);
  }

  /** Returns what it begins with: its files are known once the worktree stands. */
  TreeState found() {
    return found;
  }

  /**
   * What the checks came to.
   *
   * @param report the last that was found out
   * @param lacking what the turn lacks by it
   * @param changes what the unit has changed by then, or null if that could not be counted
   */
  record Checked(CheckReport report, UnmetCriteria lacking, @Nullable Changes changes) {}

  private Outcome<IterationResult> performed(IterationRequest now, Step step) {
    UnitActivities iterations = context.steps(UnitActivities.class, step);
    return context.until(steering::cancelled, () -> iterations.iterate(now));
  }

  /** Returns what the checks of the last turn came to, or why they came to nothing. */
  Outcome<Checked> checked() {
    IterationRequest request = Objects.requireNonNull(asked);
    IterationResult taken = Objects.requireNonNull(result);
    if (!request.node().rules().separateChecks()) {
      return checked(request, taken);
    }
    Step step = Step.command().on(request.node().weight()).once().named("checks");
    Outcome<IterationResult> checks = performed(request.withTaken(taken), step);
    return checks instanceof Outcome.Failed<IterationResult> failed
        ? new Outcome.Failed<>(failed.failure())
        : checked(request, checks.orThrow());
  }

  private Outcome<Checked> checked(IterationRequest request, IterationResult ended) {
    Failure failure = ended.failure();
    if (failure != null) {
      return new Outcome.Failed<>(failure);
    }
    CheckReport quick = Objects.requireNonNull(ended.checks());
    UnmetCriteria lacking = UnmetCriteria.of(request, ended.turn(), quick);
    CheckReport clean = ended.clean();
    if (clean == null) {
      return new Outcome.Ok<>(new Checked(quick, lacking, ended.changes()));
    }
    if (!clean.reused()) {
      steering.used(Usage.CLEAN_RUN);
    }
    return new Outcome.Ok<>(new Checked(clean, lacking.in(clean, quick), ended.changes()));
  }
}
