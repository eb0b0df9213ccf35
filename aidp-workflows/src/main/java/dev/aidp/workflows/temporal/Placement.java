package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** What the host has let go of is for another one. */
  private static final RetryOptions ON_ONE_HOST =
      REPEATS.toBuilder()
          .setDoNotRetry(
              ImmutableList.<String>builder()
                  .add(UnreadableValue.names())
                  .add(Failures.GIVEN_BACK)
                  .build()
                  .toArray(String[]::new))
          .build();

  /**
   * How soon a run is taken over from a worker that died while it thought; server's default 10 s.
   * At four fifths of it the worker asks for more time, if a quick step takes that long.
   */
  static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(3);

  private static final String MOVES = "aidpMoves";

  private static final String MERGE_WORKFLOW = "AidpMergeAtomicUnits";

  /** A host that lives takes a step at once. */
  private static final Duration TAKEN_WITHIN = Step.HEARTBEAT;

  /** A place is held as long as it beats. */
  private static final Duration HELD_AT_MOST = Duration.ofDays(365);

  /** The service takes no longer one. */
  private static final int LONGEST_KEY = 64;

  private static final RetryOptions ONCE = RetryOptions.newBuilder().setMaximumAttempts(1).build();

  private final Queues queues;
  private final boolean hosts;

  /**
   * Makes it.
   *
   * @param hosts whether the hosts that serve these queues hold places for parts of runs
   */
  Placement(Queues queues, boolean hosts) {
    this.queues = queues;
    this.hosts = hosts;
  }

  /**
   * Returns whether steps that belong together go to the host that holds a place for them: not
   * where a run is known to one host only. It is recorded, as workers may be set otherwise later:
   * in a child's memo, else in the run's history.
   */
  boolean moves() {
    if (!place().isEmpty()) {
      return false;
    }
    @Nullable Object told = Workflow.getMemo(MOVES, Boolean.class);
    return told == null ? Workflow.sideEffect(Boolean.class, () -> hosts) : (Boolean) told;
  }

  /** Returns what the memo of a child of this run must hold. */
  Map<String, Object> memoOfChild() {
    Map<String, Object> memo = new LinkedHashMap<>(RunPlace.current().memo());
    if (place().isEmpty()) {
      memo.put(MOVES, hosts);
    }
    return memo;
  }

  /** Returns a stub that asks for a place. */
  ActivityStub hold(Step.Weight weight) {
    return Workflow.newUntypedActivityStub(
        ActivityOptions.newBuilder()
            .setTaskQueue(queue(weight))
            .setStartToCloseTimeout(HELD_AT_MOST)
            .setHeartbeatTimeout(Step.HEARTBEAT)
            .setCancellationType(ActivityCancellationType.TRY_CANCEL)
            .setRetryOptions(ONCE)
            .setPriority(fairShare())
            .setSummary("place")
            .build());
  }

  /** Returns a stub for one call of the step {@code key} on the host that takes {@code queue}. */
  ActivityStub stub(Step step, String key, String queue) {
    return Workflow.newUntypedActivityStub(
        remote(step, key, queue)
            .setScheduleToStartTimeout(TAKEN_WITHIN)
            .setRetryOptions(step.retry().equals(Retry.NEVER) ? ONCE : ON_ONE_HOST)
            .build());
  }

  /** Returns a stub for one call of the step {@code key}. */
  ActivityStub stub(Step step, String key) {
    return switch (step.kind()) {
      case TURN, COMMAND ->
          Workflow.newUntypedActivityStub(remote(step, key, queue(step.weight())).build());
      case QUICK -> Workflow.newUntypedLocalActivityStub(local(step, key));
    };
  }

  private static ActivityOptions.Builder remote(Step step, String key, String queue) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(step.timeout().plus(GRACE))
        .setHeartbeatTimeout(step.heartbeat())
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(REPEATS)
        .setPriority(fairShare())
        .setSummary(key);
  }

  /** Where the service shares a queue fairly, it does so among runs with all their parts. */
  private static Priority fairShare() {
    WorkflowInfo info = Workflow.getInfo();
    String run = info.getRootWorkflowId().orElse(info.getWorkflowId());
    String key = run.substring(Math.max(0, run.length() - LONGEST_KEY));
    return Priority.newBuilder().setFairnessKey(key).build();
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

  /** Who starts a run without Aidp names a queue, and no place. */
  private String place() {
    RunPlace said = RunPlace.current();
    return said.equals(RunPlace.NOWHERE)
        ? queues.place(Workflow.getInfo().getTaskQueue())
        : said.place();
  }

  private String queue(Step.Weight weight) {
    Queues here = queues.at(place());
    return Workflow.getInfo().getWorkflowType().equals(MERGE_WORKFLOW)
        ? here.merge()
        : here.of(weight);
  }
}
