package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.Conflict;
import dev.aidp.git.Resolution;
import dev.aidp.run.Check;
import dev.aidp.run.UnitReport;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.join.NeededWork;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One unit's work: what it needs joined, then attempts of iterations until it is done, has failed,
 * or is cancelled.
 */
final class UnitRun {

  static final Failure CANCELLED =
      Failure.of(FailureKind.CANCELLED, "It was told to end before it was done.");

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitWork unit;
  private final Attempts attempts;
  private ImmutableList<Resolution> resolutions = ImmutableList.of();
  private ImmutableList<String> clashed = ImmutableList.of();
  private AttemptPolicy policy;
  private @Nullable Integer most;

  UnitRun(
      WorkflowContext context,
      Steering steering,
      UnitWork unit,
      Check.Phase upTo,
      Consumer<LoopPhase> watcher) {
    this.context = context;
    this.steering = steering;
    this.unit = unit;
    this.attempts = new Attempts(context, steering, unit, upTo, watcher);
    this.policy = attempts.requests().policy();
  }

  /** Works to the end; where a step fails that must not, so has the unit, and only the unit. */
  UnitResult run() {
    return context.onOneHost(unit.node().weight(), this::toTheEnd);
  }

  private UnitResult toTheEnd() {
    try {
      return perform();
    } catch (StepFailedException e) {
      int last = progress().last().attempt();
      if (last > unit.starts()) {
        attempts.ending().close(last);
      }
      return failed(e.failure());
    }
  }

  private UnitResult perform() {
    steering.await(context, steering::mayRun);
    LoopCheckpoint from = unit.before().from();
    if (from != null && from.start() != null && !steering.cancelled()) {
      resolutions = ImmutableList.copyOf(unit.given().resolutions());
      return attempted(from.start());
    }
    JoinOutcome base =
        NeededWork.joined(
            context, steering, unit, () -> attempts.ending().close(unit.starts() + 1));
    Conflict clash = base.unsettled();
    clashed = ImmutableList.copyOf(base.hopeless());
    attempts.taken(base.turns());
    if (steering.cancelled()) {
      return failed(CANCELLED);
    }
    if (clash != null) {
      return failed(NeededWork.clash(clash));
    }
    resolutions = ImmutableList.copyOf(base.resolutions());
    Failure unfit = new Inputs(context, unit, attempts.requests()).unfit(base.state().head());
    if (unfit == null) {
      return attempted(base.state().head());
    }
    if (!base.turns().isEmpty()) {
      attempts.ending().close(unit.starts() + 1); // where what it needs was settled
    }
    return failed(unfit);
  }

  /** Returns why the command failed that takes the place of an agent, or null: it has not. */
  @Nullable Failure commandFailed() {
    TurnResult turn = progress().turn();
    return turn == null ? null : turn.failure();
  }

  ImmutableList<Resolution> resolutions() {
    return resolutions;
  }

  LoopProgress progress() {
    return attempts.progress();
  }

  boolean reviewing() {
    return attempts.reviewing();
  }

  CheckpointLog checkpoints() {
    return attempts.checkpoints();
  }

  UnitReport running() {
    return counted(attempts.reports().running(progress(), attempts.told()));
  }

  private UnitResult attempted(String from) {
    for (int attempt = 1; ; attempt++) {
      String scope = "attempt-" + attempt;
      Outcome<String> commit = context.scope(scope, () -> attempts.take(from));
      if (commit instanceof Outcome.Ok<String> done) {
        return completed(done.value());
      }
      Failure why = ((Outcome.Failed<String>) commit).failure();
      policy = policy.failed(why);
      most = progress().last().attempt() + policy.left(why);
      if (steering.cancelled() || !policy.startsAgain(why)) {
        return failed(why);
      }
    }
  }

  /** Says how often it may be started, once an attempt has failed. */
  private UnitReport counted(UnitReport report) {
    UnitReport.Tries tries = report.tries();
    return report.withTries(new UnitReport.Tries(tries.iterations(), tries.attempts(), most));
  }

  private UnitResult completed(String commit) {
    attempts.end(null);
    TurnResult turn = progress().turn();
    return new UnitResult(
        attempts.reports().completed(progress(), attempts.told(), commit, context.now()),
        turn == null ? List.of() : turn.outputs(),
        resolutions,
        steering.receipts().ended(),
        steering.pending(),
        false);
  }

  private UnitResult failed(Failure why) {
    if (progress().phase() != LoopPhase.DONE) {
      attempts.end(why);
    }
    boolean cancelled = steering.cancelled();
    return new UnitResult(
        counted(
            attempts
                .reports()
                .failed(progress(), attempts.told(), cancelled ? CANCELLED : why, context.now())),
        List.of(),
        List.of(),
        steering.receipts().ended(),
        steering.pending(),
        cancelled,
        cancelled ? List.of() : clashed);
  }
}
