package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.temporal.TemporalConnection.Tls;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import io.grpc.InsecureServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service is reached as production reaches it. */
@Timeout(300)
class ProductionConnectionTest {

  private static final Setting ONE = Setting.plan("units: [{id: one, task: One.}]").unchecked();

  @TempDir Path folder;

  private GrpcProxy tls() throws Exception {
    Certificate own = server();
    return GrpcProxy.to(
        DevServer.shared().target(),
        TlsServerCredentials.create(own.file().toFile(), own.key().toFile()));
  }

  private Certificate server() throws Exception {
    return Certificate.in(folder.resolve("certificates"), "server");
  }

  private Tls trusted() {
    return Tls.USUAL.trusting(folder.resolve("certificates/server.pem"));
  }

  private Condition look(TemporalConnection connection) {
    SampleRepository repository = SampleRepository.in(folder.resolve("looking"));
    try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults().with(connection))) {
      return aidp.engine("temporal").condition("nothing");
    }
  }

  private static RunState play(Stage stage) {
    stage.agent().coder("one", Act.writes("one.txt", "x"));
    return Stage.end(stage.start("run", ONE)).state();
  }

  @Test
  void a_feature_runs_by_tls_with_a_key_for_each_call() throws Exception {
    AtomicReference<String> key = new AtomicReference<>("first");
    try (GrpcProxy proxy = tls();
        Stage stage =
            Stage.onTemporal(
                folder,
                TemporalConnection.to(proxy.target())
                    .withTls(trusted())
                    .withApiKey(key::getPlain))) {
      assertThat(play(stage)).isEqualTo(RunState.COMPLETED);
      assertThat(proxy.keys()).containsOnly("Bearer first");

      key.set("second");
      stage.aidp().engine("temporal").condition("nothing");
      assertThat(proxy.keys()).contains("Bearer second");
    }
  }

  @Test
  void a_key_is_found_in_the_environment_and_missed_before_anything_is_begun() throws Exception {
    try (GrpcProxy proxy = tls()) {
      TemporalConnection.Options there = TemporalConnection.to(proxy.target()).withTls(trusted());

      assertThat(look(there.withApiKeyFrom("HOME"))).isEqualTo(Condition.ABSENT);
      assertThat(proxy.keys()).containsOnly("Bearer " + System.getenv("HOME"));
      assertThatThrownBy(() -> look(there.withApiKeyFrom("AIDP_TEST_NO_SUCH_KEY")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("AIDP_TEST_NO_SUCH_KEY");
    }
  }

  @Test
  void the_settings_of_a_repository_lead_there() throws Exception {
    try (GrpcProxy proxy = tls()) {
      SampleRepository repository = SampleRepository.in(folder.resolve("settings"));
      Files.copy(
          folder.resolve("certificates/server.pem"), repository.top().resolve("authority.pem"));
      Path file =
          Files.writeString(
              folder.resolve("aidp.yml"),
              """
              temporal:
                target: %s
                api_key_env: HOME
                tls: {ca: authority.pem}
              """
                  .formatted(proxy.target()));
      AidpOptions options = Config.read(file, Map.of(), List.of()).options();

      try (Aidp aidp = Aidp.open(repository.top(), options)) {
        assertThat(aidp.engine("temporal").condition("nothing")).isEqualTo(Condition.ABSENT);
      }
      assertThat(proxy.keys()).containsOnly("Bearer " + System.getenv("HOME"));
    }
  }

  @Test
  void a_server_that_is_not_trusted_is_told_as_such() throws Exception {
    try (GrpcProxy proxy = tls()) {
      assertThatThrownBy(() -> look(TemporalConnection.to(proxy.target()).withTls(Tls.USUAL)))
          .isInstanceOf(UnusableException.class)
          .hasMessageContaining("by TLS")
          .hasMessageContaining("certification path");
      assertThat(proxy.calls()).isZero();
    }
  }

  @Test
  void both_sides_show_a_certificate_where_the_service_wants_it() throws Exception {
    Certificate server = server();
    Certificate client = Certificate.in(folder.resolve("certificates"), "client");
    try (GrpcProxy proxy =
        GrpcProxy.to(
            DevServer.shared().target(),
            TlsServerCredentials.newBuilder()
                .keyManager(server.file().toFile(), server.key().toFile())
                .trustManager(client.file().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build())) {
      TemporalConnection.Options to = TemporalConnection.to(proxy.target());

      assertThat(look(to.withTls(trusted().presenting(client.file(), client.key()))))
          .isEqualTo(Condition.ABSENT);
      assertThatThrownBy(() -> look(to.withTls(trusted()))).isInstanceOf(UnusableException.class);
      assertThatThrownBy(
              () -> look(to.withTls(trusted().presenting(client.key(), folder.resolve("none")))))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("none");
    }
  }

  @Test
  void a_key_is_not_sent_to_another_service_on_which_a_run_was_started() throws Exception {
    Path top;
    try (GrpcProxy plain =
            GrpcProxy.to(DevServer.shared().target(), InsecureServerCredentials.create());
        GrpcProxy secured = tls()) {
      try (Stage stage = Stage.onTemporal(folder, plain.target())) {
        top = stage.repository().top();
        assertThat(play(stage)).isEqualTo(RunState.COMPLETED);
        stage.agent().coder("two", Act.writes("two.txt", "x").waitingAt(stage.agent().gate("g")));
        stage.start("open", Setting.plan("units: [{id: two, task: Two.}]").unchecked());
      }
      AidpOptions.ForTemporal settings =
          AidpOptions.ForTemporal.USUAL.withConnection(
              TemporalConnection.to(secured.target()).withTls(trusted()).withApiKey(() -> "k"));
      try (Aidp other = Aidp.open(top, AidpOptions.defaults().withTemporal(settings))) {
        assertThat(other.run("open").view().state()).isEqualTo(RunState.INTERRUPTED);
      }

      assertThat(plain.keys()).containsOnly("none");
      assertThat(secured.calls()).isZero();
    }
  }

  @Test
  void payloads_and_failures_are_encoded_and_seen_by_who_has_the_codec() throws Exception {
    TemporalConnection.Options to = TemporalConnection.to(DevServer.shared().target());
    try (Stage stage = Stage.onTemporal(folder, to.withCodec(new XorCodec()))) {
      Gate gate = stage.agent().gate("slow");
      stage.agent().coder("one", Act.writes("one.txt", "x").waitingAt(gate));
      String id = "codec-" + UUID.randomUUID();
      RunHandle run = stage.start(id, ONE);
      gate.awaitReached();
      assertThat(run.view().units().get(0).doing()).isEqualTo("agent");
      gate.open();

      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.history())
          .filteredOn(entry -> entry.kind() == HistoryEntry.Kind.STEP)
          .extracting(HistoryEntry::key)
          .anyMatch(key -> key.endsWith("agent"));
      assertThat(run.history())
          .extracting(HistoryEntry::payload)
          .allMatch(payload -> "{[\"ntf-0123456789".indexOf(payload.charAt(0)) >= 0);
      assertThat(payloads(id)).isNotEmpty().allMatch(XorCodec.ENCODING::equals);
    }
  }

  /** Returns the encodings of all payloads that the service keeps of the run, but for headers. */
  private static List<String> payloads(String run) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      String wanted = "AidpRun = '" + run + "'";
      Await.until(() -> client.countWorkflows(wanted).getCount() == 1, "the server's index");
      List<String> encodings = new ArrayList<>();
      client
          .listExecutions(wanted)
          .forEach(root -> collect(client, root.getExecution().getWorkflowId(), encodings));
      return encodings;
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void collect(WorkflowClient client, String workflow, List<String> encodings) {
    for (HistoryEvent event : client.fetchHistory(workflow).getEvents()) {
      collect(event, encodings);
      if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
        var child = event.getChildWorkflowExecutionStartedEventAttributes();
        collect(client, child.getWorkflowExecution().getWorkflowId(), encodings);
      }
    }
  }

  private static void collect(Message message, List<String> encodings) {
    if (message instanceof Payload payload) {
      encodings.add(XorCodec.encoding(payload));
      return;
    }
    if (message instanceof MarkerRecordedEventAttributes marker) {
      // the SDK's own notes beside it are for the service's Web UI, whatever converter there is
      collect(marker.getDetailsOrDefault("result", Payloads.getDefaultInstance()), encodings);
      return;
    }
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (!List.of("header", "search_attributes").contains(field.getName())) {
                values(field, value).forEach(one -> collect(one, encodings));
              }
            });
  }

  private static List<Message> values(FieldDescriptor field, Object value) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return List.of();
    }
    return value instanceof List<?> many
        ? many.stream().map(Message.class::cast).toList()
        : List.of((Message) value);
  }

  @Test
  void a_metrics_scope_gets_counts() throws Exception {
    Counts counts = new Counts();
    Scope scope = new RootScopeBuilder().reporter(counts).reportEvery(Duration.ofMillis(50));
    try (Stage stage =
        Stage.onTemporal(
            folder, TemporalConnection.to(DevServer.shared().target()).withMetrics(scope))) {
      assertThat(play(stage)).isEqualTo(RunState.COMPLETED);
    }
    scope.close();

    assertThat(counts.names())
        .contains(
            "temporal_request",
            "temporal_workflow_completed",
            "aidp_places_taken",
            "aidp_places_offered");
  }

  @Test
  void a_connection_of_the_application_is_used_and_stays_open() throws Exception {
    try (GrpcProxy proxy =
        GrpcProxy.to(DevServer.shared().target(), InsecureServerCredentials.create())) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(proxy.target()).build());
      try (Stage stage = Stage.onTemporal(folder, TemporalConnection.of(stubs, "default"))) {
        assertThat(play(stage)).isEqualTo(RunState.COMPLETED);
      }
      assertThat(proxy.connections()).isEqualTo(1);
      assertThat(stubs.isShutdown()).isFalse();
      assertThat(look(TemporalConnection.of(WorkflowClient.newInstance(stubs))))
          .isEqualTo(Condition.ABSENT);
      assertThat(proxy.connections()).isEqualTo(1);
      stubs.shutdownNow();
    }
  }

  @Test
  void all_runs_of_a_process_share_one_connection_which_goes_with_the_last() throws Exception {
    try (GrpcProxy proxy =
        GrpcProxy.to(DevServer.shared().target(), InsecureServerCredentials.create())) {
      Stage first = Stage.onTemporal(folder.resolve("first"), proxy.target());
      Stage second = Stage.onTemporal(folder.resolve("second"), proxy.target());
      assertThat(play(first)).isEqualTo(RunState.COMPLETED);
      assertThat(play(second)).isEqualTo(RunState.COMPLETED);
      assertThat(Stage.end(first.start("again", ONE)).state()).isEqualTo(RunState.COMPLETED);
      assertThat(proxy.connections()).isEqualTo(1);

      first.close();
      assertThat(second.aidp().engine("temporal").condition("x")).isEqualTo(Condition.ABSENT);
      second.close();

      assertThat(look(TemporalConnection.to(proxy.target()))).isEqualTo(Condition.ABSENT);
      assertThat(proxy.connections()).isEqualTo(2);
      Await.until(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(each -> each.getName().equals("aidp-server-watch")),
          "the end of who watches the server");
    }
  }
}
