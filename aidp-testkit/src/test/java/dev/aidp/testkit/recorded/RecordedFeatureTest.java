package dev.aidp.testkit.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunState;
import dev.aidp.run.Work;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workflows.Workflows;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of a feature with places and a hub, as an earlier build recorded them, of its unit and
 * its merge too: a change that they do not bear breaks runs under way. {@code -Daidp.record=true}
 * records them anew, which is only right before a release.
 */
class RecordedFeatureTest {

  private static final String RUN = "recorded";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"feature", "unit", "merge"})
  void a_history_with_places_and_a_hub_is_replayed(String part) {
    assertThatCode(() -> replay(RecordedHistory.read("hub-" + part + ".json")))
        .doesNotThrowAnyException();
  }

  @Test
  void a_program_that_would_do_something_else_instead_is_noticed() throws Exception {
    String history = RecordedHistory.read("hub-unit.json");

    assertThat(history).contains("AidpHold", "aidp_placed");
    assertThatThrownBy(() -> replay(history.replace("AidpHold", "AidpOther"))).isNotNull();
  }

  private static void replay(String history) throws Exception {
    RecordedHistory.replay(history, Workflows.definitions());
  }

  @Test
  @EnabledIfSystemProperty(named = "aidp.record", matches = "true")
  void record() throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    Path hub = repository.bare(folder.resolve("hub.git"));
    AidpOptions usual = AidpOptions.defaults().at(DevServer.shared().target(), null);
    AidpOptions options =
        usual
            .withRepository(usual.repository().withHub(hub.toString()))
            .withTemporal(
                usual.temporal().withQueues(DevServer.queues(UUID.randomUUID().toString())));
    String id;
    try (Aidp aidp = Aidp.open(repository.top(), options)) {
      FeatureRequest feature =
          FeatureRequest.of("Two units")
              .plan(
                  PlanSource.text(
                      "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]}"))
              .agentCommand("echo x > \"$AIDP_UNIT_ID.txt\"; echo STATUS: COMPLETE")
              .check("there", "ls one.txt");
      var view = aidp.start(feature, StartOptions.id(RUN).on("temporal")).ended().join();
      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      id = view.run().workflowId();
    }
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      keep("feature", client.fetchHistory(id));
      keep("unit", client.fetchHistory(id + "/two"));
      keep("merge", client.fetchHistory(id + "/" + Work.MERGE));
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void keep(String part, WorkflowExecutionHistory history) throws Exception {
    String json = history.toJson(true).replace("-host-" + TemporalSettings.host() + "-", "-host-");
    RecordedHistory.write(json, "hub-" + part + ".json");
  }
}
