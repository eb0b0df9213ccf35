package dev.aidp.bench.overhead;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;

/** Where a mapping onto Temporal is measured. */
@FunctionalInterface
interface TemporalServer {

  /** Opens a stand on it. */
  Stand open(Mapping mapping, Path folder, TimedSteps steps);

  /** How iterations become a workflow of Temporal: {@link TemporalStand} or {@link NaiveStand}. */
  @FunctionalInterface
  interface Mapping {

    /** Opens a worker; {@code end} closes the way to the server. */
    Stand on(WorkflowClient client, Path folder, TimedSteps steps, Runnable end);
  }

  /** Returns one in this process, for each stand a new one; it keeps nothing. */
  static TemporalServer inMemory() {
    return (mapping, folder, steps) -> {
      TestWorkflowEnvironment server =
          TestWorkflowEnvironment.newInstance(
              TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
      return mapping.on(server.getWorkflowClient(), folder, steps, server::close);
    };
  }

  /** Returns the one at {@code target}. */
  static TemporalServer at(String target) {
    return (mapping, folder, steps) -> {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
      return mapping.on(WorkflowClient.newInstance(stubs), folder, steps, stubs::shutdownNow);
    };
  }
}
