package dev.aidp.workflows.workloop;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.failure.Failure;
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
  private @Nullable IterationRequest asked;
  private @Nullable IterationResult result;

  /** Makes one; {@code request} adds to a turn what checks it. */
  IterationStep(
      WorkflowContext context, Steering steering, Function<TurnRequest, IterationRequest> request) {
    this.context = context;
    this.steering = steering;
    this.request = request;
  }

  /** Performs it with this turn; returns how that ended. */
  TurnResult take(TurnRequest turn, Step step) {
    IterationRequest now = request.apply(turn);
    UnitActivities iterations = context.steps(UnitActivities.class, step);
    Outcome<IterationResult> outcome =
        context.until(steering::cancelled, () -> iterations.iterate(now));
    IterationResult ended =
        outcome instanceof Outcome.Failed<IterationResult> failed
            ? IterationResult.of(TurnResult.failed(turn.state(), failed.failure()))
            : outcome.orThrow();
    asked = now;
    result = ended;
    return ended.turn();
  }

  /**
   * What the checks came to.
   *
   * @param report the last that was found out
   * @param lacking what the turn lacks by it
   */
  record Checked(CheckReport report, UnmetCriteria lacking) {}

  /** Returns what the checks of the last turn came to, or why they came to nothing. */
  Outcome<Checked> checked() {
    IterationResult ended = Objects.requireNonNull(result);
    Failure failure = ended.failure();
    if (failure != null) {
      return new Outcome.Failed<>(failure);
    }
    CheckReport quick = Objects.requireNonNull(ended.checks());
    UnmetCriteria lacking = UnmetCriteria.of(Objects.requireNonNull(asked), ended.turn(), quick);
    CheckReport clean = ended.clean();
    if (clean == null) {
      return new Outcome.Ok<>(new Checked(quick, lacking));
    }
    if (!clean.reused()) {
      steering.used(Usage.CLEAN_RUN);
    }
    return new Outcome.Ok<>(new Checked(clean, lacking.in(clean)));
  }
}
