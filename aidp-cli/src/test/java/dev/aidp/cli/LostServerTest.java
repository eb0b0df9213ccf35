package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run on a Temporal server that is gone for a while. */
@Timeout(300)
class LostServerTest {

  @TempDir Path folder;

  @Test
  void is_shown_as_far_as_it_is_known_and_goes_on_with_the_same_command() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    try (DevServer server = DevServer.start()) {
      String[] start = {
        "loop",
        "Some task",
        "--id",
        "one",
        "--agent-command",
        agent.command(),
        "--engine",
        "temporal",
        "--target",
        server.target(),
        "--json"
      };
      CompletableFuture<Called> first =
          CompletableFuture.supplyAsync(() -> Called.aidp(repository.top(), start));
      gate.awaitReached();
      server.kill();

      Called lost = first.join();

      assertThat(lost.code()).as(lost.err()).isEqualTo(5);
      assertGoesOn(lost.json().get("error"));
      assertThat(lost.json().get("state").asText()).isEqualTo("interrupted");
      Called status = Called.aidp(repository.top(), "status", "one", "--json");
      assertThat(status.code()).as(status.err()).isZero();
      assertThat(status.json().get("state").asText()).isEqualTo("interrupted");
      assertThat(status.json().get("base").asText()).isEqualTo(repository.commit("main"));
      assertGoesOn(status.json().get("error"));
      assertThat(status.err()).contains("There is no Temporal server at " + server.target());
      assertThat(Called.aidp(repository.top(), "status", "one", "--exit-code").code()).isEqualTo(7);
      assertThat(Called.aidp(repository.top(), "status", "one").out())
          .contains("one: interrupted", "loop on the temporal engine")
          .doesNotContain("native");
      Called logs = Called.aidp(repository.top(), "logs", "one");
      assertThat(logs.code()).as(logs.err()).isZero();
      assertThat(logs.out()).contains("loop | == ");
      assertGoesOn(Called.aidp(repository.top(), "pause", "one", "--json").json().get("error"));
      assertThat(Called.aidp(repository.top(), start).code()).isEqualTo(5);

      server.restart();
      gate.open();
      Called again = Called.aidp(repository.top(), start);
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(again.json().get("state").asText()).isEqualTo("completed");
    }
  }

  @Test
  void a_run_that_has_not_begun_may_be_put_on_the_other_engine() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));

    Called called =
        Called.aidp(
            repository.top(),
            "loop",
            "Some task",
            "--agent-command",
            "true",
            "--json",
            "--engine",
            "temporal",
            "--target",
            "127.0.0.1:1");

    assertThat(called.code()).isEqualTo(5);
    assertThat(called.json().get("error").get("remedy").asText())
        .contains("may use the native engine");
    assertThat(Called.aidp(repository.top(), "list", "--json").json()).isEmpty();
  }

  private static void assertGoesOn(JsonNode error) {
    assertThat(error.get("code").asInt()).isEqualTo(5);
    assertThat(error.get("message").asText()).contains("no Temporal server at");
    assertThat(error.get("remedy").asText())
        .contains("try again", "goes on")
        .doesNotContain("native");
  }

  @Test
  void the_doctor_asks_the_service_as_a_run_would() {
    SampleRepository repository = SampleRepository.in(folder.resolve("asked"));
    String target = DevServer.shared().target();

    assertThat(doctor(repository, target, "default").get("value").asText())
        .isEqualTo(target + " answers, namespace default");
    JsonNode other = doctor(repository, target, "nobodys");
    assertThat(other.get("ok").asBoolean()).isFalse();
    assertThat(other.get("value").asText()).contains("nobodys");
    assertThat(other.get("remedy").asText()).contains("Check the namespace");
    JsonNode nobody = doctor(repository, "127.0.0.1:1", "default");
    assertThat(nobody.get("ok").asBoolean()).isFalse();
    assertThat(nobody.get("remedy").asText()).contains("temporal server start-dev");
  }

  private static JsonNode doctor(SampleRepository repository, String target, String namespace) {
    String[] asked = {
      "doctor", "--json", "--engine", "temporal", "--target", target, "--namespace", namespace
    };
    for (JsonNode finding : Called.aidp(repository.top(), asked).json().get("findings")) {
      if (finding.get("name").asText().equals("temporal")) {
        return finding;
      }
    }
    throw new AssertionError("Nothing is said of the service.");
  }
}
