package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.Aidp;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.WireConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application's own workers perform Aidp's workflows, which any Temporal client starts. */
@Timeout(300)
class OwnFactoryTest {

  private static final DataConverter PLAIN = DefaultDataConverter.STANDARD_INSTANCE;

  @TempDir Path folder;

  private final String name = "own-" + UUID.randomUUID();
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(DevServer.shared().target()).build());
  private SampleRepository repository;
  private ScriptedAgent agent;
  private Aidp aidp;
  private WorkerFactory factory;

  @BeforeEach
  void open() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    agent.coder("one", Act.writes("one.txt", "x"));
    agent.coder("two", Act.writes("two.txt", "x"));
    AidpOptions.ForTemporal usual = AidpOptions.ForTemporal.USUAL;
    ImmutableMap.Builder<String, String> queues = ImmutableMap.builder();
    List.of("orchestrator", "lightweight", "standard", "heavyweight", "merge")
        .forEach(queue -> queues.put(queue, queue + "-" + name));
    aidp =
        Aidp.open(
            repository.top(),
            AidpOptions.defaults().withTemporal(usual.withQueues(queues.buildOrThrow())));
  }

  @AfterEach
  void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
    aidp.close();
    stubs.shutdownNow();
  }

  private WorkflowClient client(WorkflowClientOptions.Builder options) {
    return WorkflowClient.newInstance(stubs, options.build());
  }

  private WorkerFactory byPlugin(AidpPlugin plugin, DataConverter theirs) {
    factory =
        WorkerFactory.newInstance(
            client(WorkflowClientOptions.newBuilder().setDataConverter(theirs).setPlugins(plugin)));
    return factory;
  }

  private WorkerFactory byHand(AidpPlugin plugin, DataConverter theirs) {
    factory =
        WorkerFactory.newInstance(
            client(WorkflowClientOptions.newBuilder().setDataConverter(theirs)),
            WorkerFactoryOptions.newBuilder().setWorkerInterceptors(plugin.interceptor()).build());
    return factory;
  }

  /** Returns how a feature ends that somebody starts on {@code queue} who knows JSON only. */
  private String played(String queue, DataConverter theirs) {
    factory.start();
    WorkflowStub feature =
        client(WorkflowClientOptions.newBuilder().setDataConverter(theirs))
            .newUntypedWorkflowStub(
                "AidpFeatureOrchestration",
                WorkflowOptions.newBuilder().setWorkflowId(name).setTaskQueue(queue).build());
    feature.start(request());
    JsonNode end = feature.getResult(JsonNode.class);
    return end.get("state").asText() + end.path("error");
  }

  /** What a person would say. */
  private Map<String, Object> request() {
    return Map.of(
        "text", "A sample feature",
        "plan", "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two.}]}",
        "agents", Map.of("command", agent.command()));
  }

  private void assertMerged(String state) {
    assertThat(state).isEqualToIgnoringCase("completed");
    assertThat(repository.git("ls-tree", "--name-only", "aidp/" + name))
        .contains("one.txt", "two.txt");
  }

  @Test
  void by_plugin_on_one_queue() throws Exception {
    byPlugin(aidp.plugin().onQueue(name), PLAIN).newWorker(name);

    assertMerged(played(name, PLAIN));
  }

  @Test
  void by_plugin_on_the_usual_queues() throws Exception {
    AidpPlugin plugin = aidp.plugin();
    plugin.registerOn(byPlugin(plugin, PLAIN));

    assertMerged(played("orchestrator-" + name, PLAIN));
  }

  @Test
  void by_hand_on_one_queue() throws Exception {
    AidpPlugin plugin = aidp.plugin().onQueue(name);
    plugin.registerOn(byHand(plugin, WireConverter.over(null)).newWorker(name));

    assertMerged(played(name, PLAIN));
  }

  @Test
  void by_hand_on_the_usual_queues() throws Exception {
    AidpPlugin plugin = aidp.plugin();
    plugin.registerOn(byHand(plugin, WireConverter.over(null)));

    assertMerged(played("orchestrator-" + name, PLAIN));
  }

  @Test
  void with_a_codec_of_the_application() throws Exception {
    DataConverter theirs = new CodecDataConverter(PLAIN, List.of(new XorCodec()), true);
    byPlugin(aidp.plugin().onQueue(name), theirs).newWorker(name);

    assertMerged(played(name, theirs));
    assertThatThrownBy(
            () ->
                client(WorkflowClientOptions.newBuilder())
                    .newUntypedWorkflowStub(name)
                    .getResult(JsonNode.class))
        .hasStackTraceContaining(XorCodec.ENCODING);
  }

  @Test
  void a_factory_whose_client_cannot_read_our_values_is_refused() {
    AidpPlugin plugin = aidp.plugin();

    assertThatThrownBy(() -> plugin.registerOn(byHand(plugin, PLAIN)))
        .isInstanceOfSatisfying(
            UsageException.class, e -> assertThat(e.remedy()).contains("WireConverter.over"));
  }
}
