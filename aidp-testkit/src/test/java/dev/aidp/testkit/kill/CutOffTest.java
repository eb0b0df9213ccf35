package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.repo.SampleRepository;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is cut off from the service, but not from the hub, and comes back. */
@Timeout(300)
class CutOffTest {

  /**
   * Each says where it runs; the first unit waits on the host that is cut off, the second one on
   * the other.
   */
  private static final String AGENT =
      """
      host=$(printf %%s "$PWD" | sed 's|^%1$s/\\([ab]\\)/.*|\\1|')
      echo "$host $AIDP_UNIT_ID" >> %1$s/turns
      case "$host $AIDP_UNIT_ID" in
        "b one") until [ -e %1$s/late ] || [ -e %1$s/over ]; do sleep 0.1; done ;;
        "a two") until [ -e %1$s/over ]; do sleep 0.1; done ;;
      esac
      echo "$host" > "$AIDP_UNIT_ID.txt"
      echo "STATUS: COMPLETE"
      """;

  @TempDir Path folder;

  private final String name = "cut-" + UUID.randomUUID();
  private final List<ChildJvm> hosts = new ArrayList<>();
  private SampleRepository seed;
  private String hub;

  @BeforeEach
  void make_hub() {
    seed = SampleRepository.in(folder.resolve("seed"));
    hub = seed.bare(folder.resolve("hub.git")).toString();
  }

  @AfterEach
  void end_hosts() throws Exception {
    Files.createFile(folder.resolve("over"));
    for (ChildJvm host : hosts) {
      host.kill();
    }
  }

  private List<String> host(String host, String target) {
    seed.git("clone", "--quiet", hub, folder.resolve(host).toString());
    return List.of(folder.resolve(host).toString(), hub, target, name);
  }

  private List<String> turns() {
    try {
      Path turns = folder.resolve("turns");
      return Files.exists(turns) ? Files.readAllLines(turns) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private WorkflowStub started(WorkflowServiceStubs stubs) {
    WorkflowStub feature =
        WorkflowClient.newInstance(stubs)
            .newUntypedWorkflowStub(
                "AidpFeatureOrchestration",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(name)
                    .setTaskQueue("aidp-orchestrator-" + name)
                    .build());
    feature.start(
        Map.of(
            "text",
            "Two units",
            "plan",
            "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]}",
            "agents",
            Map.of("command", AGENT.formatted(folder))));
    return feature;
  }

  @Test
  void what_it_says_too_late_does_not_count_and_it_works_on() throws Exception {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(OneHost.target()).build());
    try (OwnNetwork network = OwnNetwork.with(OneHost.target())) {
      hosts.add(
          ChildJvm.inside(
              network, OneHost.class, folder.resolve("b.log"), host("b", network.target())));
      WorkflowStub feature = started(stubs);
      Await.until(() -> turns().contains("b one"), "a turn on the host that is cut off");
      ChildJvm other =
          ChildJvm.start(OneHost.class, folder.resolve("a.log"), host("a", OneHost.target()));
      hosts.add(other);
      network.cut();
      Await.until(() -> turns().contains("a two"), "the other host has done the unit");

      Files.createFile(folder.resolve("late"));
      network.mend();
      other.kill();

      JsonNode end = feature.getResult(200, TimeUnit.SECONDS, JsonNode.class);
      assertThat(end.get("state").asText())
          .as(end.toPrettyString())
          .isEqualToIgnoringCase("completed");
      assertThat(turns()).containsExactly("b one", "a one", "a two", "b two");
      assertThat(seed.git("--git-dir", hub, "show", branch() + ":one.txt")).isEqualTo("a");
      assertThat(seed.git("--git-dir", hub, "show", branch() + ":two.txt")).isEqualTo("b");
    } finally {
      stubs.shutdownNow();
    }
  }

  private String branch() {
    return "refs/aidp/_hub/" + name + "/@branches/aidp/" + name;
  }
}
