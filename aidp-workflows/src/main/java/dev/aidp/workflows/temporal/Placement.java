package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The one table that says where a step runs, how long, and what is repeated. */
final class Placement {

  /** A step is asked to stop at its limit; the server, which repeats it then, comes after that. */
  private static final Duration GRACE = Duration.ofHours(1);

  private static final int QUICK_ATTEMPTS = 5;

  /**
   * Runs again what a lost worker left or what could not be tried; a failure says itself when it is
   * repeated, or that it is final.
   */
  private static final RetryOptions REPEATS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(30))
          .setDoNotRetry(UnreadableValue.names())
          .build();

  /**
   * How soon a run is taken over from a worker that died while it thought; server's default 10 s.
   * At four fifths of it the worker asks for more time, if a quick step takes that long.
   */
  static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(3);

  private static final String MERGE_WORKFLOW = "AidpMergeAtomicUnits";

  private final Queues queues;

  Placement(Queues queues) {
    this.queues = queues;
  }

  /** Returns a stub for one call of the step {@code key}. */
  ActivityStub stub(Step step, String key) {
    return switch (step.kind()) {
      case TURN, COMMAND -> Workflow.newUntypedActivityStub(remote(step, key));
      case QUICK -> Workflow.newUntypedLocalActivityStub(local(step, key));
    };
  }

  private ActivityOptions remote(Step step, String key) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue(step))
        .setStartToCloseTimeout(step.timeout().plus(GRACE))
        .setHeartbeatTimeout(step.heartbeat())
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(REPEATS)
        .setSummary(key)
        .build();
  }

  private static LocalActivityOptions local(Step step, String key) {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(step.timeout().plus(GRACE))
        .setRetryOptions(
            REPEATS.toBuilder()
                .setMaximumAttempts(Math.max(QUICK_ATTEMPTS, step.retry().attempts()))
                .build())
        .setDoNotIncludeArgumentsIntoMarker(true)
        .setSummary(key)
        .build();
  }

  private String queue(Step step) {
    Queues here = queues.at(RunPlace.current().place());
    return Workflow.getInfo().getWorkflowType().equals(MERGE_WORKFLOW)
        ? here.merge()
        : here.of(step.weight());
  }
}
