package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.aidp.Aidp;
import dev.aidp.evidence.Verification;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three hosts work on one feature; they share the service and a hub, and nothing else. */
@Timeout(900)
class FleetTest {

  private static final int UNITS = 40;

  /** Each of these waits for two of the wave before. */
  private static final int WAVE = 10;

  @TempDir Path folder;

  private ScriptedAgent agent;
  private HubHosts hosts;

  @BeforeEach
  void make_hub() {
    agent = ScriptedAgent.in(folder.resolve("agent"));
    hosts = new HubHosts(folder);
  }

  @AfterEach
  void end_hosts() throws Exception {
    hosts.close();
  }

  private static String unit(int number) {
    return "u%02d".formatted(number);
  }

  private static String plan() {
    return IntStream.range(0, UNITS)
        .mapToObj(
            i ->
                "{id: %s, task: Do it., depends_on: [%s]}"
                    .formatted(
                        unit(i),
                        i < WAVE
                            ? ""
                            : unit(i - WAVE) + ", " + unit(i - i % WAVE - WAVE + (i + 3) % WAVE)))
        .collect(Collectors.joining(", ", "{feature: F, units: [", "]}"));
  }

  private WorkflowStub started(String plan, String check) {
    return hosts.feature(
        plan,
        Map.of(
            "agents",
            Map.of("command", agent.command()),
            "limits",
            Map.of("max_parallel", 12),
            "checks",
            Map.of("whole", check)));
  }

  /** Returns the units that an agent was asked for. */
  private Set<String> begun() {
    return agent.calls().stream().map(AgentCall::unit).collect(Collectors.toSet());
  }

  @Tag("long")
  @Test
  void one_host_dies_with_its_folder_and_another_stands_still_for_a_while() throws Exception {
    Path doom = folder.resolve("doom");
    Path caught = folder.resolve("caught");
    String tellsWhere = "echo \"$PWD\" >> '" + where() + "'; ";
    String waitsForDoom =
        "case $PWD in '%s'/*) while [ -e '%s' ]; do : > '%s'; sleep 0.1; done;; esac; "
            .formatted(folder.resolve("b"), doom, caught);
    agent.rule(
        "coder/*",
        Act.complete()
            .shell(tellsWhere + waitsForDoom + "sleep 2; echo \"$unit\" > \"$unit.txt\""));
    hosts.start("a");
    ChildJvm doomed = hosts.start("b");
    ChildJvm frozen = hosts.start("c");
    hosts.awaitAll();
    WorkflowStub feature = started(plan(), "! grep -q draft *.txt");
    Await.until(() -> begun().size() >= WAVE && turnsOf("b") > 0, "the first wave has begun");
    Files.createFile(doom);
    Await.until(() -> Files.exists(caught), "a turn has begun on the host that dies");
    doomed.kill();
    long killed = System.nanoTime();
    Await.until(() -> deleted(folder.resolve("b")), "its folder is gone");
    Files.delete(doom);
    Await.until(
        () -> agent.counts().containsValue(2), "a turn of the dead host is taken elsewhere");
    System.out.printf(
        "taken elsewhere after %d ms%n", Duration.ofNanos(System.nanoTime() - killed).toMillis());
    Await.until(() -> begun().size() >= 2 * WAVE, "the second wave has begun");
    frozen.stop();
    var goesOn = frozen.goOnAfter(Duration.ofSeconds(30));
    JsonNode end = HubHosts.end(feature, 400);
    goesOn.join();

    assertThat(end.get("state").asText())
        .as(end.toPrettyString())
        .isEqualToIgnoringCase("completed");
    assertThat(hosts.files())
        .contains(IntStream.range(0, UNITS).mapToObj(i -> unit(i) + ".txt").toArray(String[]::new));
    // Only what was under way on the host that died, or stood still, is done a second time.
    assertThat(agent.calls()).hasSizeLessThanOrEqualTo(UNITS + 2 * 5);
    assertThat(agent.counts().values()).allMatch(times -> times <= 1 + 2);
    evidenceIsWhole();
  }

  /** That of the units of the host that is gone, too. */
  private void evidenceIsWhole() {
    try (Aidp looking =
        Aidp.open(
            hosts.clone("looking"), OneHost.options(hosts.hub(), OneHost.target(), "looking"))) {
      Verification found = looking.verify(hosts.name(), null).orElseThrow();

      assertThat(found.findings())
          .filteredOn(each -> each.verdict() != Verification.Verdict.OK)
          .allMatch(each -> each.subject().equals("description"));
      assertThat(found.findings())
          .filteredOn(each -> each.subject().startsWith("unit "))
          .hasSize(UNITS)
          .noneMatch(each -> each.text().contains("0 turns"));
    }
  }

  @Tag("long")
  @Test
  void a_turn_whose_host_dies_in_its_checks_is_not_taken_again() throws Exception {
    agent.rule("coder/*", Act.complete().shell("echo \"$unit\" > \"$unit.txt\""));
    Path begun = folder.resolve("begun");
    String check =
        "test -e a.txt || exit 1; if mkdir '%s'; then pwd > '%s'; exec sleep 300; fi"
            .formatted(begun, where());
    Map<String, ChildJvm> two = Map.of("a", hosts.start("a"), "b", hosts.start("b"));
    WorkflowStub feature = started("{feature: F, units: [{id: a, task: Do it.}]}", check);
    Await.until(() -> turnsOf("a") + turnsOf("b") > 0, "the check has begun");
    String dead = turnsOf("a") > 0 ? "a" : "b";
    two.get(dead).kill();
    Await.until(() -> deleted(folder.resolve(dead)), "its folder is gone");
    JsonNode end = HubHosts.end(feature, 400);

    assertThat(end.get("state").asText())
        .as(end.toPrettyString())
        .isEqualToIgnoringCase("completed");
    assertThat(hosts.files()).contains("a.txt");
    assertThat(agent.calls()).hasSize(1);
  }

  @Tag("long")
  @Test
  void a_unit_that_has_committed_in_a_submodule_goes_on_where_nobody_can_fill_it()
      throws Exception {
    hosts.addSubmodule();
    ChildJvm first = hosts.start("first");
    hosts.fillSubmodule("first");
    agent.coder(
        "a",
        1,
        Act.complete()
            .shell(
                "(cd vendor/lib && git config user.name R && git config user.email r@b"
                    + " && echo more >> lib.txt && git commit -q -a -m more)"));
    Path begun = folder.resolve("begun");
    agent.coder(
        "a",
        2,
        Act.complete()
            .shell(
                "case $PWD in '%s'/*) : > '%s'; exec sleep 300;; esac"
                    .formatted(folder.resolve("first"), begun))
            .shell("cp vendor/lib/lib.txt done.txt"));
    WorkflowStub feature =
        started("{feature: F, units: [{id: a, task: Do it.}]}", "test -e done.txt");
    Await.until(() -> Files.exists(begun), "its second turn has begun");
    hosts.start("second");
    first.kill();
    Await.until(() -> deleted(folder.resolve("first")), "its folder is gone");
    JsonNode end = HubHosts.end(feature, 400);

    assertThat(end.get("state").asText())
        .as(end.toPrettyString())
        .isEqualToIgnoringCase("completed");
    assertThat(hosts.text("done.txt")).isEqualTo("lib\nmore");
    assertThat(hosts.submodule()).isEqualTo("lib\nmore");
    assertThat(agent.calls()).hasSize(3);
  }

  private Path where() {
    return folder.resolve("where");
  }

  private int turnsOf(String host) {
    String clone = folder.resolve(host) + "/";
    try (Stream<String> lines = Files.lines(where())) {
      return (int) lines.filter(line -> line.contains(clone)).count();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Agents that have outlived their host may still write there. */
  private static boolean deleted(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      return true;
    } catch (IOException e) {
      return !Files.exists(folder);
    }
  }
}
