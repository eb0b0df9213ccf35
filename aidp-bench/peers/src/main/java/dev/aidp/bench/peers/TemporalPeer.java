package dev.aidp.bench.peers;

import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Temporal as its samples use it: an activity for each step, a child workflow for each unit. */
record TemporalPeer(WorkflowClient client, WorkerFactory workers, WorkflowServiceStubs stubs)
    implements Peer {

  private static final String QUEUE = "peers-plain";

  static Peer at(String target, PeerSteps steps) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    WorkflowClient client = WorkflowClient.newInstance(stubs);
    WorkerFactory workers = WorkerFactory.newInstance(client);
    Worker worker = workers.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(Loop.class, FanOut.class, Unit.class);
    worker.registerActivitiesImplementations(steps);
    workers.start();
    return new TemporalPeer(client, workers, stubs);
  }

  @Override
  public int loop(String id, int iterations, int agentMillis) {
    return client.newWorkflowStub(PeerLoop.class, options(id)).run(iterations, agentMillis);
  }

  @Override
  public int fanOut(String id, int units) {
    return client.newWorkflowStub(PeerFanOut.class, options(id)).run(units);
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId("plain-" + id)
        .setTaskQueue(QUEUE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .build();
  }

  @Override
  public void close() {
    workers.shutdownNow();
    stubs.shutdownNow();
  }

  private static PeerSteps activities() {
    return Workflow.newActivityStub(
        PeerSteps.class,
        ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build());
  }

  /** The work loop. */
  public static final class Loop implements PeerLoop {

    private final PeerSteps steps = activities();

    @Override
    public int run(int iterations, int agentMillis) {
      int green = 0;
      for (int i = 0; i < iterations; i++) {
        steps.agent(i, agentMillis, PeerSteps.REQUEST);
        Promise<Boolean> tests = Async.function(steps::tests, i);
        Promise<Boolean> lint = Async.function(steps::lint, i);
        Promise.allOf(tests, lint).get();
        green += tests.get() && lint.get() ? 1 : 0;
      }
      return green;
    }
  }

  /** The fan-out. */
  public static final class FanOut implements PeerFanOut {

    @Override
    public int run(int units) {
      int done = 0;
      Deque<Promise<Integer>> running = new ArrayDeque<>();
      for (int unit = 0; unit < units; unit++) {
        done += running.size() < PARALLEL ? 0 : running.remove().get();
        String id = Workflow.getInfo().getWorkflowId() + "/" + unit;
        PeerUnit child =
            Workflow.newChildWorkflowStub(
                PeerUnit.class, ChildWorkflowOptions.newBuilder().setWorkflowId(id).build());
        running.add(Async.function(child::run, unit));
      }
      while (!running.isEmpty()) {
        done += running.remove().get();
      }
      return done;
    }
  }

  /** A unit of it. */
  public static final class Unit implements PeerUnit {

    private final PeerSteps steps = activities();

    @Override
    public int run(int unit) {
      for (int number = 0; number < STEPS; number++) {
        steps.step(unit, number);
      }
      return STEPS;
    }
  }
}
