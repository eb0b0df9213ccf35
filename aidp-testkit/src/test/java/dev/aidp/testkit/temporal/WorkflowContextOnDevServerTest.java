package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.port.WorkflowContextContract;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowContextOnDevServerTest extends WorkflowContextContract {

  @TempDir Path state;

  @Test
  void any_client_sends_an_update_and_is_refused_in_the_validators_words() throws Exception {
    String id = "asked-by-a-client";
    Engine engine =
        opened(
            List.of(Toy.run(toy -> toy.context().await(() -> toy.heard().contains("go")))),
            List.of());
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    try {
      WorkflowStub run =
          WorkflowClient.newInstance(stubs)
              .newUntypedWorkflowStub(new RunPlace("repo", place()).workflowId(id));

      assertThat(run.update("ask", String.class, "me")).isEqualTo("heard me");
      assertThatThrownBy(() -> run.update("ask", String.class, "no"))
          .hasStackTraceContaining("It does not take 'no'.");
      assertThat(run.update("ask", String.class, "go")).isEqualTo("heard go");
      assertThat(engine.result(id, ToyWorkflow.Lines.class).get(180, TimeUnit.SECONDS).ok())
          .isTrue();
    } finally {
      stubs.shutdownNow();
    }
  }

  @Override
  protected Engine engine(List<WorkflowDefinition<?>> definitions, List<?> activities) {
    RunPlace place = new RunPlace("repo", place());
    TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, state), definitions);
    engine.host(activities);
    return engine;
  }
}
