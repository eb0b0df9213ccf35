package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Count;
import dev.aidp.run.UnitAction;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.time.Duration;
import java.time.Instant;

/** The times between looks whether what is waited for is there: durable timers. */
final class Polling {

  /** Enough of a command to know it. */
  private static final int SHOWN = 80;

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitAction.Poll poll;
  private final String shown;
  private final Instant deadline;
  private Duration next;

  /** Makes one of which the time runs from now. */
  Polling(WorkflowContext context, Steering steering, String command, UnitAction.Poll poll) {
    this.context = context;
    this.steering = steering;
    this.poll = poll;
    this.shown = Excerpt.start(command.replaceAll("\\s+", " ").strip(), SHOWN);
    this.deadline = context.now().plus(poll.timeout());
    this.next = poll.interval();
  }

  /**
   * Waits until it is time for the next look; who is told to go on looks at once. Returns whether
   * there is a next one: it is not too late, and the run shall not end.
   */
  boolean again() {
    Duration left = Duration.between(context.now(), deadline);
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    rest(next.compareTo(left) > 0 ? left : next);
    next = poll.after(next);
    return !steering.cancelled();
  }

  private void rest(Duration time) {
    int resumes = steering.resumes();
    steering.park(new AwaitedAgents(ImmutableList.of(shown), context.now().plus(time)));
    var unused =
        steering.await(context, time, () -> steering.cancelled() || steering.resumes() != resumes);
    steering.park(null);
  }

  /** Returns why it was given up after so many looks. */
  Failure late(int looks, Failure last) {
    return Failure.of(
        FailureKind.PERMANENT,
        "What it waits for was not there within %s (%s). The last one: %s"
            .formatted(poll.timeout(), Count.of(looks, "look"), last.message()));
  }
}
