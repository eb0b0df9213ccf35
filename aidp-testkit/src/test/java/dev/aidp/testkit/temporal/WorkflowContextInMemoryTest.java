package dev.aidp.testkit.temporal;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.port.WorkflowContextContract;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class WorkflowContextInMemoryTest extends WorkflowContextContract {

  private static TestWorkflowEnvironment server;

  @TempDir Path state;

  @BeforeAll
  static void start() {
    server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** It never takes a run's next task away from the queue of a worker that has gone. */
  @Override
  protected boolean outlivesItsWorker() {
    return false;
  }

  @Override
  protected Engine engine(List<WorkflowDefinition<?>> definitions, List<?> activities) {
    RunPlace place = new RunPlace("repo", place());
    TemporalEngine engine =
        new TemporalEngine(
            TemporalSettings.of(TemporalConnection.of(server.getWorkflowClient()), place, state),
            definitions);
    engine.host(activities);
    return engine;
  }
}
