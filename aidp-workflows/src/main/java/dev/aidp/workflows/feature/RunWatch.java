package dev.aidp.workflows.feature;

import dev.aidp.run.Limits;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what the run does, for what is said to it, and for the end of its time, whichever comes
 * first.
 */
final class RunWatch {

  private final WorkflowContext context;
  private final Steering steering;
  private final Limits limits;
  private RunClock clock;
  private boolean overtime;

  RunWatch(WorkflowContext context, Steering steering, Limits limits) {
    this.context = context;
    this.steering = steering;
    this.limits = limits;
    this.clock = RunClock.begin(context.now());
  }

  /**
   * Waits until {@code done} holds, or something was said since; out of time, the run is told to
   * end.
   */
  void await(BooleanSupplier done) {
    int heard = steering.changes();
    boolean counts = !steering.paused();
    BooleanSupplier wake = () -> done.getAsBoolean() || steering.changes() != heard;
    Duration limit = limits().runTimeout();
    if (limit == null || !counts || steering.cancelled()) {
      context.await(wake);
    } else if (clock.left(limit).isZero() || !context.await(clock.left(limit), wake)) {
      overtime = true;
      steering.cancel();
    }
    clock = clock.at(context.now(), counts);
  }

  /** Returns the limits that hold now. */
  Limits limits() {
    return limits.with(steering.tuning());
  }

  /** Returns whether the run's time was over before it was. */
  boolean overtime() {
    return overtime;
  }
}
