package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.evidence.Verification;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.artifact.S3Server;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workflows.temporal.AidpPlugin;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose work travels by a git remote, between hosts that share nothing else. */
@Timeout(600)
class HubTest {

  private static final String PLAN =
      "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]},"
          + " {id: three, task: Three.}]}";

  @TempDir Path folder;

  private final String name = "hub-" + UUID.randomUUID();
  private @Nullable String store;
  private SampleRepository seed;
  private ScriptedAgent agent;
  private String hub;

  @BeforeEach
  void make_hub() {
    seed = SampleRepository.in(folder.resolve("seed"));
    hub = seed.bare(folder.resolve("the hub.git")).toString();
    agent = ScriptedAgent.in(folder.resolve("agent"));
    agent.coder("one", 1, Act.writes("one.txt", "draft"));
    agent.coder("one", 2, Act.writes("one.txt", "x"));
    agent.coder("two", Act.writes("two.txt", "y"));
    agent.coder("three", Act.writes("three.txt", "z"));
  }

  private AidpOptions options() {
    AidpOptions usual = AidpOptions.defaults().at(DevServer.shared().target(), null);
    return usual.withRepository(usual.repository().withHub(hub).withArtifacts(store));
  }

  private SampleRepository clone(String host) {
    seed.git("clone", "--quiet", hub, folder.resolve(host).toString());
    return SampleRepository.at(folder.resolve(host));
  }

  private String atHub(String... words) {
    List<String> all = new ArrayList<>(List.of("--git-dir", hub));
    all.addAll(List.of(words));
    return seed.git(all.toArray(String[]::new));
  }

  @Test
  void each_step_of_a_run_may_be_performed_on_another_host() {
    feature_by_three_hosts();

    assertThat(carried()).contains("artifacts");
  }

  @Tag("long")
  @Test
  void artifacts_may_travel_by_a_folder_that_all_hosts_reach() throws IOException {
    store = Files.createDirectory(folder.resolve("store")).toString();

    feature_by_three_hosts();

    assertThat(carried()).doesNotContain("artifacts");
    assertThat(stored()).isNotEmpty();
  }

  @Test
  void artifacts_may_travel_by_a_bucket() throws Exception {
    S3Server.credentials(S3Server.SECRET);
    try (S3Server server = S3Server.in(folder.resolve("store"))) {
      store = server.address();

      feature_by_three_hosts();

      assertThat(carried()).doesNotContain("artifacts");
      assertThat(server.bucket().resolve("fleet")).isNotEmptyDirectory();
    } finally {
      S3Server.noCredentials();
    }
  }

  /** Returns what lies at the top of all that carriers carry. */
  private Set<String> carried() {
    Set<String> carried = new TreeSet<>();
    atHub("for-each-ref", "--format=%(objecttype) %(objectname)", "refs/aidp/_hub")
        .lines()
        .filter(line -> line.startsWith("commit "))
        .forEach(
            line ->
                atHub("ls-tree", "--name-only", line.substring("commit ".length()))
                    .lines()
                    .forEach(carried::add));
    return carried;
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private void feature_by_three_hosts() {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    List<WorkerFactory> factories = new ArrayList<>();
    List<Aidp> hosts = new ArrayList<>();
    try {
      for (String host : List.of("a", "b", "c")) {
        Aidp aidp = Aidp.open(clone(host).top(), options());
        hosts.add(aidp);
        AidpPlugin plugin = aidp.plugin().onQueue(name);
        WorkerFactory factory =
            WorkerFactory.newInstance(
                WorkflowClient.newInstance(
                    stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build()));
        factory.newWorker(name);
        factory.start();
        factories.add(factory);
      }

      WorkflowStub feature =
          WorkflowClient.newInstance(stubs)
              .newUntypedWorkflowStub(
                  "AidpFeatureOrchestration",
                  WorkflowOptions.newBuilder().setWorkflowId(name).setTaskQueue(name).build());
      feature.start(
          Map.of(
              "text",
              "A feature of three units",
              "plan",
              PLAN,
              "agents",
              Map.of("command", agent.command()),
              "checks",
              Map.of("whole", "! grep -q draft *.txt")));
      JsonNode end = feature.getResult(JsonNode.class);

      assertThat(end.get("state").asText() + end.path("error"))
          .as(end.toPrettyString())
          .isEqualToIgnoringCase("completed");
      assertThat(
              atHub("ls-tree", "--name-only", "refs/aidp/_hub/" + name + "/@branches/aidp/" + name))
          .contains("one.txt", "two.txt", "three.txt");
      assertThat(agent.calls()).hasSize(4);
      evidenceIsWhole(clone("who looks"), name, "aidp/" + name, "aidp-units/" + name + "/one");
    } finally {
      factories.forEach(WorkerFactory::shutdownNow);
      factories.forEach(factory -> factory.awaitTermination(10, TimeUnit.SECONDS));
      hosts.forEach(Aidp::close);
      stubs.shutdownNow();
    }
  }

  private void evidenceIsWhole(SampleRepository clone, String... all) {
    try (Aidp looking = Aidp.open(clone.top(), options())) {
      for (String named : all) {
        Verification found = looking.verify(named, null).orElseThrow();
        assertThat(found.holds()).as(found.toString()).isTrue();
        assertThat(found.findings())
            .filteredOn(each -> each.verdict() == Verification.Verdict.ELSEWHERE)
            .allMatch(each -> each.subject().equals("description"));
        assertThat(found.findings())
            .filteredOn(each -> each.subject().equals("unit one"))
            .singleElement()
            .satisfies(each -> assertThat(each.text()).endsWith("2 turns"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_result_comes_into_the_repository_of_who_started_it_and_goes_from_the_hub_when_pruned(
      boolean apart) throws IOException {
    store = apart ? Files.createDirectory(folder.resolve("store")).toString() : null;
    SampleRepository mine = clone("mine");
    mine.write("mine.txt", "not pushed\n").commitAll("Mine");
    try (Aidp aidp = Aidp.open(mine.top(), options(), Extensions.none())) {
      RunHandle run =
          aidp.start(
              FeatureRequest.of("A feature of three units")
                  .with(
                      Setting.plan(PLAN)
                          .check("whole", "! grep -q draft *.txt")
                          .settings(agent.command()))
                  .plan(new PlanSource(PLAN, "plan.yml")),
              StartOptions.id("run").on("temporal"));
      RunView end = Stage.end(run);

      assertThat(end.state()).as(end.toString()).isEqualTo(RunState.COMPLETED);
      assertThat(mine.git("ls-tree", "--name-only", "aidp/run"))
          .contains("mine.txt", "one.txt", "two.txt", "three.txt");
      assertThat(mine.git("rev-parse", "aidp-units/run/one")).isNotEmpty();
      assertThat(atHub("for-each-ref", "refs/aidp/_hub/run")).contains("@run/steps");

      int before = apart ? stored().size() : 1;
      aidp.prune(new PrunePolicy(0, Duration.ofMillis(1), false), false);
      assertThat(atHub("for-each-ref", "--format=%(refname)", "refs/aidp").lines())
          .hasSize(1 + 3 + (apart ? 0 : 1))
          .allMatch(ref -> ref.startsWith("refs/aidp/_hub/run/@evidence/"));
      assertThat(mine.git("for-each-ref", "refs/aidp/_hub")).isEmpty();
      assertThat(mine.git("rev-parse", "aidp/run")).isEqualTo(end.commit());
      assertThat(apart ? stored().size() : 0).isLessThan(before);
      mine.git("push", "--quiet", hub, "aidp/run:main");
      evidenceIsWhole(clone("later"), "HEAD");
    }
  }

  @Test
  void a_start_whose_large_files_cannot_travel_is_refused_and_leaves_no_run() {
    SampleRepository mine = clone("mine");
    assumeThat(mine.sh("git lfs version >/dev/null 2>&1 && echo there || true")).isEmpty();
    mine.write(".gitattributes", "*.bin filter=lfs -text\n").commitAll("Large files");
    try (Aidp aidp = Aidp.open(mine.top(), options(), Extensions.none())) {
      FeatureRequest request = FeatureRequest.of("A feature").agentCommand(agent.command());

      assertThatThrownBy(() -> aidp.start(request, StartOptions.id("run").on("temporal")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("git-lfs");

      assertThat(aidp.runs(RunFilter.all())).isEmpty();
    }
  }
}
