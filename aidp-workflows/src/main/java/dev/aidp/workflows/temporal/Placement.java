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

  /**
   * A longer one delays the news of a dead worker, a shorter one mistakes a busy machine for it.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** Only a bound: a step has its own, shorter one and beats until then. */
  private static final Duration LONGEST_STEP = Duration.ofHours(24);

  /** Longer ones would delay messages: a workflow hears nothing while a local step runs. */
  private static final Duration LONGEST_QUICK_STEP = Duration.ofSeconds(2);

  private static final int QUICK_ATTEMPTS = 5;

  /**
   * Runs again what a lost worker left or what could not be tried; every recorded failure is marked
   * as final.
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
   * Of these, four fifths must hold a {@link #LONGEST_QUICK_STEP}: at that the worker asks for more
   * time.
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
      case QUICK -> Workflow.newUntypedLocalActivityStub(local(key));
    };
  }

  /** Returns whether a step of this kind hears that it shall stop. */
  static boolean stoppable(Step step) {
    return step.kind() != Step.Kind.QUICK;
  }

  private ActivityOptions remote(Step step, String key) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue(step))
        .setStartToCloseTimeout(LONGEST_STEP)
        .setHeartbeatTimeout(HEARTBEAT)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(REPEATS)
        .setSummary(key)
        .build();
  }

  private static LocalActivityOptions local(String key) {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(LONGEST_QUICK_STEP)
        .setRetryOptions(REPEATS.toBuilder().setMaximumAttempts(QUICK_ATTEMPTS).build())
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
