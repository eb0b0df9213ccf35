package dev.aidp.workflows.steering;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Limits;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.WorkflowContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Waits for what the run does, for what is said to it, and for the end of its time, whichever comes
 * first.
 */
public final class RunDeadline {

  private final WorkflowContext context;
  private final Steering steering;
  private final Limits limits;
  private RunClock clock;
  private boolean overtime;
  private int heard;

  /** Makes one for a run that begins now. */
  public RunDeadline(WorkflowContext context, Steering steering, Limits limits) {
    this.context = context;
    this.steering = steering;
    this.limits = limits;
    this.clock = RunClock.begin(context.now());
    this.heard = steering.changes();
  }

  /** Goes on with the clock of a run that has worked so long before. */
  public void workedBefore(Duration worked) {
    clock = new RunClock(worked, context.now());
  }

  /** Returns how long the run has worked. */
  public Duration worked() {
    return clock.worked();
  }

  /**
   * Waits until {@code done} holds, or something was said since it last returned: passing on what
   * was said takes its time, and more may be said meanwhile. Out of time, the run is told to end.
   */
  public void await(BooleanSupplier done) {
    boolean counts = !steering.paused() && steering.waiting() == null;
    BooleanSupplier wake = () -> done.getAsBoolean() || steering.changes() != heard;
    Duration limit = limits().runTimeout();
    if (limit == null || !counts || steering.cancelled()) {
      context.await(wake);
    } else if (clock.left(limit).isZero() || !context.await(clock.left(limit), wake)) {
      overtime = true;
      steering.cancel();
    }
    clock = clock.at(context.now(), counts);
    heard = steering.changes();
  }

  /**
   * Asks a person for an approval and waits for the answer, without counting the time; while the
   * run is paused, an answer waits too.
   *
   * @return empty if the run was told to end instead
   */
  public Optional<Answer> ask(Waiting what) {
    steering.waitFor(what);
    while (!steering.cancelled() && (steering.answer() == null || steering.paused())) {
      await(steering::cancelled);
    }
    Optional<Answer> answer =
        steering.cancelled() ? Optional.empty() : Optional.ofNullable(steering.answer());
    steering.goOn();
    return answer;
  }

  /** Returns the limits that hold now. */
  public Limits limits() {
    return limits.with(steering.tuning());
  }

  /** Returns whether the run's time was over before it was. */
  public boolean overtime() {
    return overtime;
  }

  /** Returns the failure of a run whose time is over. */
  public Failure timeout() {
    return Failure.of(
        FailureKind.TIMEOUT,
        "The run's time of %s is over. Retry it: it goes on from here with a fresh clock."
            .formatted(limits().runTimeout()));
  }
}
