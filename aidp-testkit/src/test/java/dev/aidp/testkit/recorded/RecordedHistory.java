package dev.aidp.testkit.recorded;

import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.AidpPlugin;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Histories that are kept as fixtures. */
final class RecordedHistory {

  private static final Path FOLDER = Path.of("src/test/resources/recorded");

  private RecordedHistory() {}

  static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  static void write(String history, String file) throws IOException {
    Files.writeString(FOLDER.resolve(file), history);
  }

  /** Replays a history against the code of today; throws what that says against it. */
  static void replay(String history, List<WorkflowDefinition<?>> workflows) throws Exception {
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder().setPlugins(new AidpPlugin(workflows, List.of())).build();
    try (TestWorkflowEnvironment server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(options).build())) {
      server
          .newWorker("replay")
          .replayWorkflowExecution(WorkflowExecutionHistory.fromJson(history));
    }
  }
}
