package dev.aidp.workflows.temporal;

import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.PollerBehaviorAutoscaling;
import java.time.Duration;

/** How workers of the usual queues work. */
public final class PoolOptions {

  private static final int STEP_POLLERS = 5;
  private static final int LOCAL_SLOTS = 10;
  private static final int WORKFLOW_POLLERS = 10;

  /** So that a stop is heard within a second, and little of the details is lost with a process. */
  private static final Duration BEAT_AT_MOST_EVERY = Duration.ofSeconds(1);

  /** How soon a run goes to another worker if the one that holds it in memory does not answer. */
  private static final Duration STICKY = Duration.ofSeconds(1);

  private PoolOptions() {}

  /** Quick steps run beside their workflow; everything else on the queues of its weight. */
  public static WorkerOptions orchestrator() {
    return workflows(WorkerOptions.newBuilder()).setLocalActivityWorkerOnly(true).build();
  }

  /** Returns those of a worker that performs at most {@code slots} steps at a time. */
  public static WorkerOptions steps(int slots) {
    return steps(WorkerOptions.newBuilder(), slots).build();
  }

  /** Returns those of the worker of {@code queue}, one of {@code queues}. */
  static WorkerOptions of(String queue, Queues queues) {
    if (queues.onlySteps(queue)) {
      return steps(queues.slots(queue));
    }
    return queues.takesSteps(queue)
        ? workflows(steps(WorkerOptions.newBuilder(), queues.slots(queue))).build()
        : orchestrator();
  }

  private static WorkerOptions.Builder workflows(WorkerOptions.Builder options) {
    return options
        .setMaxConcurrentLocalActivityExecutionSize(LOCAL_SLOTS)
        .setStickyQueueScheduleToStartTimeout(STICKY)
        .setWorkflowTaskPollersBehavior(new PollerBehaviorAutoscaling(2, WORKFLOW_POLLERS, 2));
  }

  private static WorkerOptions.Builder steps(WorkerOptions.Builder options, int slots) {
    return beating(options)
        .setMaxConcurrentActivityExecutionSize(slots)
        .setActivityTaskPollersBehavior(new PollerBehaviorAutoscaling(1, STEP_POLLERS, 1));
  }

  static WorkerOptions.Builder beating(WorkerOptions.Builder options) {
    return options
        .setMaxHeartbeatThrottleInterval(BEAT_AT_MOST_EVERY)
        .setDefaultHeartbeatThrottleInterval(BEAT_AT_MOST_EVERY)
        .setAllowActivityHeartbeatDuringShutdown(true);
  }
}
