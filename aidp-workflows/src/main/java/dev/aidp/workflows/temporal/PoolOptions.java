package dev.aidp.workflows.temporal;

import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import io.temporal.worker.tuning.PollerBehaviorAutoscaling;
import io.temporal.worker.tuning.PollerBehaviorSimpleMaximum;
import io.temporal.worker.tuning.SlotSupplier;
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

  /**
   * Heap that a run takes which is kept in memory between its tasks, in bytes: the records of its
   * state, of which texts and plans are no part, its steps under way, and the objects of a thread.
   */
  private static final long CACHED_RUN_BYTES = 512 << 10;

  /** Steps need the rest: output that is drained, trees that are read. */
  private static final int CACHE_PART_OF_HEAP = 4;

  /** Below, a feature would not have its own units in memory. */
  private static final int FEWEST_CACHED = 64;

  /** Each has a thread, of which a system bears no more. */
  private static final int MOST_CACHED = 4_000;

  /**
   * How long a run may think at a time. The SDK's second is less than a machine with more work than
   * cores needs for a plan of ten thousand units; a program that hangs never answers anyhow.
   */
  private static final long THINKING_MILLIS = 10_000;

  private PoolOptions() {}

  /**
   * Returns those of a factory in a process with so many bytes of heap: as many runs are kept in
   * memory as a quarter of it bears; any other is replayed when it goes on. A run may have a second
   * thread, for a message.
   */
  public static WorkerFactoryOptions factory(long maxHeap) {
    long bearable = maxHeap / CACHE_PART_OF_HEAP / CACHED_RUN_BYTES;
    int cached = (int) Math.max(FEWEST_CACHED, Math.min(MOST_CACHED, bearable));
    return WorkerFactoryOptions.newBuilder()
        .setWorkflowCacheSize(cached)
        .setMaxWorkflowThreadCount(2 * cached)
        .build();
  }

  /** Quick steps run beside their workflow; everything else on the queues of its weight. */
  public static WorkerOptions orchestrator() {
    return workflows(WorkerOptions.newBuilder()).setLocalActivityWorkerOnly(true).build();
  }

  /** Returns those of a worker that performs at most {@code slots} steps at a time. */
  public static WorkerOptions steps(int slots) {
    return steps(WorkerOptions.newBuilder(), slots).build();
  }

  /**
   * Returns those of a host's worker that shares its queue with others: a full one asks nothing.
   */
  public static WorkerOptions places(SlotSupplier<ActivitySlotInfo> slots) {
    return beating(WorkerOptions.newBuilder())
        .setWorkerTuner(
            new CompositeTuner(
                new FixedSizeSlotSupplier<>(1),
                slots,
                new FixedSizeSlotSupplier<>(1),
                new FixedSizeSlotSupplier<>(1)))
        // What an open poll of a host that hangs is given waits for a time-out: one each.
        .setActivityTaskPollersBehavior(new PollerBehaviorSimpleMaximum(1))
        .build();
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
        .setDefaultDeadlockDetectionTimeout(THINKING_MILLIS)
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
