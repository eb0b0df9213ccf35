package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Approval;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.join.NeededWork;
import dev.aidp.workflows.steering.Answer;
import dev.aidp.workflows.steering.PartNews;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first run of a unit that is a feature by itself: a planner divides it into parts, on top of
 * the work that it needs.
 */
final class UnitDivision {

  private static final Failure CANCELLED =
      Failure.of(FailureKind.CANCELLED, "It was told to end before it was planned.");

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitWork unit;
  private final Instant begun;
  private @Nullable Planner planner;
  private ImmutableList<String> clashed = ImmutableList.of();

  UnitDivision(WorkflowContext context, Steering steering, UnitWork unit) {
    this.context = context;
    this.steering = steering;
    this.unit = unit;
    this.begun = context.now();
  }

  /** Plans to the end. */
  UnitResult run() {
    try {
      return context.onOneHost(unit.node().weight(), this::divided);
    } catch (StepFailedException e) {
      return ended(e.failure(), null);
    }
  }

  private UnitResult divided() {
    steering.await(context, steering::mayRun);
    JoinOutcome base = NeededWork.joined(context, steering, unit, this::close);
    clashed = ImmutableList.copyOf(base.hopeless());
    if (base.unsettled() != null && !steering.cancelled()) {
      return ended(NeededWork.clash(base.unsettled()), null);
    }
    if (steering.cancelled()) {
      return ended(CANCELLED, null);
    }
    PlanGraph plan = plan(PlanningTask.of(unit, base.state().head()));
    return plan == null
        ? ended(CANCELLED, null)
        : ended(null, new UnitResult.Parts(plan.plan(), plan.turns()));
  }

  /** Returns the plan of the parts, or null if it was told to end. */
  private @Nullable PlanGraph plan(PlanningTask task) {
    Planner asked = new Planner(context, steering, task);
    planner = asked;
    PlanGraph plan = context.scope("planning", asked::plan);
    for (int round = 2; unit.settings().approvals().contains(Approval.PLAN); round++) {
      PlanGraph shown = plan;
      Optional<Answer> answer = PartNews.ask(context, steering, asked.question(shown), () -> false);
      if (answer.isEmpty()) {
        return null;
      }
      if (answer.get().approved()) {
        return shown;
      }
      plan = context.scope("planning-" + round, () -> asked.again(shown, answer.get().reason()));
    }
    return plan;
  }

  private void close() {
    var unused = new Housekeeping(context).close(PlanningTask.of(unit, unit.base()).work());
  }

  /** Returns how it stands while it is planned. */
  UnitReport running() {
    return report(UnitState.RUNNING, null);
  }

  private UnitResult ended(@Nullable Failure why, UnitResult.@Nullable Parts parts) {
    Failure failure = why != null && steering.cancelled() ? CANCELLED : why;
    return new UnitResult(
        failure == null
            ? running()
            : report(planner == null ? UnitState.SKIPPED : UnitState.FAILED, failure),
        ImmutableList.of(),
        ImmutableList.of(),
        steering.receipts().ended(),
        steering.pending(),
        failure != null && steering.cancelled(),
        clashed,
        failure == null ? parts : null);
  }

  private UnitReport report(UnitState state, @Nullable Failure why) {
    boolean over = why != null;
    UnitReport unstarted =
        UnitReport.unstarted(unit.node().id(), state, unit.branch())
            .startedBefore(unit.starts(), unit.before().used().plus(steering.used()));
    return (planner == null ? unstarted : unstarted.withTries(planner.tries()))
        .withTimes(
            state == UnitState.SKIPPED
                ? UnitTimes.NONE
                : new UnitTimes(
                    begun, over ? context.now() : null, steering.waited(), steering.waitingSince()))
        .withError(why);
  }
}
