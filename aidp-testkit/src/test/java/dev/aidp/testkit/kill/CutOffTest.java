package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Await;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private static final String PLAN =
      "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]}";

  @TempDir Path folder;

  private List<String> turns() {
    try {
      Path turns = folder.resolve("turns");
      return Files.exists(turns) ? Files.readAllLines(turns) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void what_it_says_too_late_does_not_count_and_it_works_on() throws Exception {
    try (HubHosts hosts = new HubHosts(folder);
        OwnNetwork network = OwnNetwork.with(OneHost.target())) {
      hosts.start("b", network);
      WorkflowStub feature =
          hosts.feature(PLAN, Map.of("agents", Map.of("command", AGENT.formatted(folder))));
      Await.until(() -> turns().contains("b one"), "a turn on the host that is cut off");
      ChildJvm other = hosts.start("a");
      network.cut();
      Await.until(() -> turns().contains("a two"), "the other host has done the unit");

      Files.createFile(folder.resolve("late"));
      network.mend();
      other.kill();

      JsonNode end = HubHosts.end(feature, 200);
      assertThat(end.get("state").asText())
          .as(end.toPrettyString())
          .isEqualToIgnoringCase("completed");
      assertThat(turns()).containsExactly("b one", "a one", "a two", "b two");
      assertThat(hosts.text("one.txt")).isEqualTo("a");
      assertThat(hosts.text("two.txt")).isEqualTo("b");
    } finally {
      Files.createFile(folder.resolve("over"));
    }
  }
}
