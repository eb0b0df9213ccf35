package dev.aidp.workflows.temporal;

import dev.aidp.failure.AidpException;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;

/**
 * Registers workflows on a worker, which must have been made by a client with the {@link
 * AidpPlugin}.
 */
public final class TemporalWorkflows {

  /**
   * How long the server waits for one workflow task, so that a dead worker's run is soon taken
   * over.
   */
  public static final Duration TASK_TIMEOUT = Placement.WORKFLOW_TASK_TIMEOUT;

  /**
   * Anything else that a workflow throws is a fault of the program: the run waits for one that is
   * mended.
   */
  private static final WorkflowImplementationOptions OPTIONS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(AidpException.class, UnreadableValue.Refused.class)
          .build();

  private TemporalWorkflows() {}

  /**
   * Registers {@code definition} under the name in its annotation; its steps go to {@code queues}.
   *
   * @param hosts whether those who serve these queues hold places ({@link HostPlaces}), so that
   *     steps that belong together go to one host
   */
  public static <W> void register(
      Worker worker, Queues queues, boolean hosts, WorkflowDefinition<W> definition) {
    Placement placement = new Placement(queues, hosts);
    Lambdas.register(worker);
    worker.registerWorkflowImplementationFactory(
        definition.type(),
        () -> definition.factory().apply(new TemporalWorkflowContext(placement, definition.type())),
        OPTIONS);
  }
}
