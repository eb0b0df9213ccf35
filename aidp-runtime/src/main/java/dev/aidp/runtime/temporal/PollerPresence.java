package dev.aidp.runtime.temporal;

import dev.aidp.runtime.owner.Owners;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether anybody works on the runs of a place. */
final class PollerPresence {

  /** A poll takes at most a minute; whoever has not asked for longer is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(70);

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

  /** One of this host's own workers that holds no lock here is dead, however lately it asked. */
  private boolean others(PollerInfo poller) {
    Instant asked = Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
    boolean own =
        WorkerIdentity.known(settings.traces())
            .flatMap(host -> host.owner(poller.getIdentity()))
            .isPresent();
    return !own && asked.plus(SILENCE).isAfter(Instant.now());
  }

  private List<PollerInfo> pollers(String queue) {
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
