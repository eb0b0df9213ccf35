package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code aidp prune}, and what {@code aidp doctor} says of what it left. */
@Timeout(300)
class PruneTest {

  @TempDir Path folder;

  private SampleRepository repository;

  @BeforeEach
  void two_runs() {
    repository = SampleRepository.in(folder.resolve("repository"));
    for (String id : new String[] {"one", "two"}) {
      Called called =
          aidp("loop", "Do it.", "--id", id, "--agent-command", "date > d; echo STATUS: COMPLETE");
      assertThat(called.code()).as(called.err()).isZero();
    }
  }

  @Test
  void the_settings_keep_both_and_an_option_given_stands_alone() {
    assertThat(aidp("prune", "--json").json().get("runs")).isEmpty();

    JsonNode dry = aidp("prune", "--keep", "1", "--dry-run", "--json").json();
    assertThat(dry.get("dry_run").asBoolean()).isTrue();
    assertThat(dry.get("runs")).extracting(JsonNode::asText).containsExactly("one");
    assertThat(aidp("list", "--json").json()).hasSize(2);

    Called called = aidp("prune", "--keep", "1");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("Removed 1 run, ", "Stored now: 1 run, database ");
    assertThat(aidp("list", "--json").json()).hasSize(1);
    assertThat(aidp("status", "one").code()).isEqualTo(4);
    assertThat(aidp("verify", "aidp/one").code()).isZero();
    assertThat(repository.top().resolve(".aidp/logs/one")).doesNotExist();
    assertThat(repository.top().resolve(".aidp/logs/two")).isDirectory();
  }

  @Test
  void age_and_number_are_settings_too() {
    Map<String, String> settings =
        Map.of("AIDP_CFG_PRUNE__KEEP", "0", "AIDP_CFG_PRUNE__OLDER", "1ms");

    Called called =
        Called.aidp(
            repository.top(), settings, new dev.aidp.cli.io.Interruption(), "prune", "--json");

    assertThat(called.json().get("runs")).hasSize(2);
    assertThat(aidp("prune", "--older", "1d", "--json").json().get("runs")).isEmpty();
  }

  @Test
  void what_is_no_number_and_no_time_is_refused() {
    assertThat(aidp("prune", "--keep", "-1").code()).isEqualTo(2);
    assertThat(aidp("prune", "--older", "soon").code()).isEqualTo(2);
    assertThat(aidp("prune", "--older", "soon").err()).contains("--older", "90s");
  }

  @Test
  void the_doctor_says_what_the_store_weighs() {
    // The refs are the evidence of each, and the trees of its iterations.
    assertThat(aidp("doctor").out())
        .containsPattern("store +2 runs, database [0-9.]+ [KM]iB, \\d+ artifacts \\(.*, 4 refs");
    Path fresh = SampleRepository.in(folder.resolve("fresh")).top();
    assertThat(Called.aidp(fresh, "doctor").out()).contains("0 runs");
    assertThat(Files.exists(fresh.resolve(".aidp"))).isFalse();
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
