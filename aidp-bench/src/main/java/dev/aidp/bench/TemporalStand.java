package dev.aidp.bench;

import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Temporal's engine with a worker in this process. */
record TemporalStand(TemporalEngine engine, RunPlace place, WorkflowClient client, Runnable end)
    implements Stand {

  /** Returns one on a server of its own, in this process; it keeps nothing. */
  static Stand inMemory(Path folder, IterationSteps steps) {
    TestWorkflowEnvironment server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
    return on(server.getWorkflowClient(), folder, steps, server::close);
  }

  /** Returns one on the server at {@code target}. */
  static Stand at(String target, Path folder, IterationSteps steps) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    return on(WorkflowClient.newInstance(stubs), folder, steps, stubs::shutdownNow);
  }

  private static Stand on(WorkflowClient client, Path folder, IterationSteps steps, Runnable end) {
    RunPlace place = new RunPlace("bench", UUID.randomUUID().toString());
    TemporalEngine engine =
        new TemporalEngine(
            TemporalSettings.of(TemporalConnection.of(client), place, folder),
            List.of(IterationsWorkflowImpl.definition()));
    engine.host(List.of(steps));
    return new TemporalStand(engine, place, client, end);
  }

  @Override
  public Optional<WorkflowExecutionHistory> history(String id) {
    return Optional.of(client.fetchHistory(place.workflowId(id)));
  }

  @Override
  public void close() {
    engine.close();
    end.run();
  }
}
