package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is cut off from the service, but not from the hub, and comes back. */
@Tag("long")
@Timeout(900)
class CutOffTest {

  /**
   * Each says where it runs; the first unit waits on the host that is cut off, the second one on
   * the other.
   */
  private static final String AGENT =
      """
      host=$(printf %%s "$PWD" | sed 's|^%1$s/\\([ab]\\)/.*|\\1|')
      echo $$ >> %1$s/pids
      echo "$host $AIDP_UNIT_ID" >> %1$s/turns
      case "$host $AIDP_UNIT_ID" in
        "b one") until [ -e %1$s/late ] || [ -e %1$s/over ]; do sleep 0.1; done ;;
        "a two") until [ -e %1$s/over ]; do sleep 0.1; done ;;
      esac
      echo "$host" > "$AIDP_UNIT_ID.txt"
      echo "STATUS: COMPLETE"
      """;

  /**
   * Likewise; on the host that is cut off each goes on until another host has begun the same, if it
   * is not ended before, and then says that it ends nonetheless.
   */
  private static final String FLEET_AGENT =
      """
      host=$(printf %%s "$PWD" | sed 's|^%1$s/\\([abc]\\)/.*|\\1|')
      echo $$ >> %1$s/pids
      echo "$host $AIDP_UNIT_ID" >> %1$s/turns
      case "$host $AIDP_UNIT_ID" in
        "b "*)
          until grep -qx "[ac] $AIDP_UNIT_ID" %1$s/turns || [ -e %1$s/over ]; do sleep 0.1; done
          echo "b ended" >> %1$s/turns
          ;;
        *" last") until [ -e %1$s/over ]; do sleep 0.1; done ;;
        *) sleep 1 ;;
      esac
      echo "$host" > "$AIDP_UNIT_ID.txt"
      echo "STATUS: COMPLETE"
      """;

  private static final int UNITS = 12;

  private static final String PLAN =
      "{feature: F, units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]}";

  @TempDir Path folder;

  private List<String> turns() {
    return lines("turns");
  }

  private List<String> lines(String file) {
    try {
      Path lines = folder.resolve(file);
      return Files.exists(lines) ? Files.readAllLines(lines) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An agent outlives the host that was killed: its last words go into this folder, too. */
  @AfterEach
  void no_agent_writes_here() {
    Await.until(
        () -> lines("pids").stream().map(Long::valueOf).noneMatch(ScriptedAgent::lives),
        "the end of the agents");
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

      JsonNode end = HubHosts.end(feature, 400);
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

  @Test
  void of_three_hosts_the_others_do_its_units_and_nothing_that_it_finishes_meanwhile_is_published()
      throws Exception {
    Path over = folder.resolve("over");
    try (HubHosts hosts = new HubHosts(folder);
        OwnNetwork network = OwnNetwork.with(OneHost.target())) {
      ChildJvm cut = hosts.start("b", network);
      WorkflowStub feature =
          hosts.feature(
              fleetPlan(),
              Map.of(
                  "agents",
                  Map.of("command", FLEET_AGENT.formatted(folder)),
                  "limits",
                  Map.of("max_parallel", UNITS)));
      Await.until(() -> !turnsOf("b").isEmpty(), "a turn on the host that is cut off");
      hosts.start("a");
      hosts.start("c");
      Await.until(() -> begun().size() == UNITS, "every unit has begun");
      List<String> moved = turnsOf("b");
      network.cut();
      long cutAt = System.nanoTime();
      Await.until(() -> begun().contains("last"), "the others have done all that it had");
      System.out.printf(
          "%d units of the host that was cut off are done elsewhere after %d ms; it has finished %d%n",
          moved.size(),
          Duration.ofNanos(System.nanoTime() - cutAt).toMillis(),
          turns().stream().filter("b ended"::equals).count());

      network.mend();
      Files.createFile(over);

      JsonNode end = HubHosts.end(feature, 400);
      assertThat(end.get("state").asText())
          .as(end.toPrettyString())
          .isEqualToIgnoringCase("completed");
      assertThat(cut.alive()).isTrue();
      for (String unit : begun()) {
        assertThat(turns().stream().filter(turn -> turn.endsWith(" " + unit)))
            .as(unit)
            .hasSize(moved.contains(unit) ? 2 : 1);
        assertThat(hosts.text(unit + ".txt")).isIn("a", "c");
      }
      assertThat(begun()).hasSize(UNITS + 1);
    } finally {
      if (!Files.exists(over)) {
        Files.createFile(over);
      }
    }
  }

  private static String fleetPlan() {
    List<String> units = IntStream.range(0, UNITS).mapToObj("u%d"::formatted).toList();
    return units.stream()
        .map("{id: %s, task: Do it.}, "::formatted)
        .collect(
            Collectors.joining(
                "",
                "{feature: F, units: [",
                "{id: last, task: End it., depends_on: %s}]}".formatted(units)));
  }

  /** Returns the units of which a turn has begun. */
  private Set<String> begun() {
    return turns().stream()
        .map(turn -> turn.substring(2))
        .filter(unit -> !unit.equals("ended"))
        .collect(Collectors.toSet());
  }

  private List<String> turnsOf(String host) {
    return turns().stream()
        .filter(turn -> turn.startsWith(host + " ") && !turn.endsWith(" ended"))
        .map(turn -> turn.substring(2))
        .toList();
  }
}
