package dev.aidp.runtime.temporal;

import dev.aidp.runtime.owner.Owners;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.errordetails.v1.QueryFailedFailure;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Whether anybody works on the runs of a place. */
final class PollerPresence {

  /** A poll takes at most a minute; whoever has not asked for longer is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(70);

  /** A worker that has the run in memory answers in a moment, another one has to replay it. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** What a worker of any build can say. */
  private static final String NOTHING = "__temporal_workflow_metadata";

  private static final Duration HOLDS = Duration.ofMillis(500);

  /** Who polled a queue; until when that holds, by the clock of {@link System#nanoTime}. */
  private record Asked(List<PollerInfo> pollers, long until) {}

  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final ServiceConnection connection;
  private final TemporalSettings settings;

  PollerPresence(ServiceConnection connection, TemporalSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /**
   * Returns whether a worker of this machine lives, or somebody else asks for the place's
   * workflows, which wait in {@code queue}.
   */
  boolean bySomebody(String queue) {
    return Owners.anyAlive(settings.owners()) || pollers(queue).stream().anyMatch(this::others);
  }

  /** Returns whether a worker, whoever that is, answers for {@code workflow} soon. */
  boolean answers(String workflow) {
    try {
      var unused =
          connection
              .calls()
              .blockingStub()
              .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
              .queryWorkflow(
                  QueryWorkflowRequest.newBuilder()
                      .setNamespace(connection.namespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                      .setQuery(WorkflowQuery.newBuilder().setQueryType(NOTHING))
                      .build());
      return true;
    } catch (StatusRuntimeException e) {
      // That it knows no such question is an answer.
      return StatusUtils.hasFailure(e, QueryFailedFailure.class);
    }
  }

  /** One of this host's own workers that holds no lock here is dead, however lately it asked. */
  private boolean others(PollerInfo poller) {
    Instant asked = Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
    boolean own =
        WorkerIdentity.known(settings.traces())
            .flatMap(host -> host.owner(poller.getIdentity()))
            .isPresent();
    return !own && asked.plus(SILENCE).isAfter(Instant.now());
  }

  /** Who looks at many runs of a place asks once. */
  private List<PollerInfo> pollers(String queue) {
    long now = System.nanoTime();
    return asked.compute(
            queue,
            (name, before) ->
                before != null && before.until - now > 0
                    ? before
                    : new Asked(asks(name), now + HOLDS.toNanos()))
        .pollers;
  }

  private List<PollerInfo> asks(String queue) {
    try {
      return connection
          .calls()
          .blockingStub()
          .describeTaskQueue(
              DescribeTaskQueueRequest.newBuilder()
                  .setNamespace(connection.namespace())
                  .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                  .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                  .build())
          .getPollersList();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == io.grpc.Status.Code.UNIMPLEMENTED) {
        return List.of();
      }
      throw connection.told(e);
    }
  }
}
