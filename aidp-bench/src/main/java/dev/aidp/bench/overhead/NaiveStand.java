package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationSteps.Order;
import dev.aidp.bench.overhead.IterationSteps.Reply;
import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Plain Temporal with a worker in this process, without anything of Aidp. */
record NaiveStand(WorkflowClient client, WorkerFactory workers, String queue, Runnable end)
    implements Stand {

  /** Returns one at {@code client}'s server; {@code end} closes the way there. */
  static Stand on(WorkflowClient client, Path unused, TimedSteps steps, Runnable end) {
    String queue = "naive-" + UUID.randomUUID();
    WorkerFactory workers = WorkerFactory.newInstance(client);
    Worker worker = workers.newWorker(queue);
    worker.registerWorkflowImplementationTypes(NaiveWorkflow.Impl.class);
    worker.registerActivitiesImplementations(new Activities(steps));
    workers.start();
    return new NaiveStand(client, workers, queue, end);
  }

  @Override
  public int run(String id, Work work) {
    return client
        .newWorkflowStub(
            NaiveWorkflow.class,
            WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue).build())
        .run(work);
  }

  @Override
  public Optional<WorkflowExecutionHistory> history(String id) {
    return Optional.of(client.fetchHistory(id));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    end.run();
  }

  /** The turn takes its time, everything else none. */
  private record Activities(TimedSteps steps) implements NaiveSteps {

    @Override
    public Reply agent(Order order) {
      return steps.turn(order);
    }

    @Override
    public boolean tests(int iteration) {
      return true;
    }

    @Override
    public boolean lint(int iteration) {
      return true;
    }

    @Override
    public boolean decide(int iteration, boolean green) {
      return green;
    }
  }
}
