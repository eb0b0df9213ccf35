package dev.aidp.testkit.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Defaults;
import dev.aidp.runtime.health.ServiceHealth;
import dev.aidp.runtime.temporal.BesideRun;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workflows.temporal.RunPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of what hosts know of providers, which went on as new in the middle and is still open,
 * as an earlier build recorded them; {@code -Daidp.record=true} records them anew.
 */
class RecordedProvidersTest {

  private static final String RUN = "f-dear";

  /** So few that what follows goes on as new once. */
  private static final int MOST_CALLS = 6;

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"providers-go-on.json", "providers-open.json"})
  void what_was_known_before_is_replayed(String file) throws Exception {
    String history = RecordedHistory.read(file);

    assertThatCode(
            () -> RecordedHistory.replay(history, List.of(ServiceHealth.workflow(MOST_CALLS))))
        .doesNotThrowAnyException();
  }

  @Test
  @EnabledIfSystemProperty(named = "aidp.record", matches = "true")
  void record() throws IOException {
    RunPlace place = new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
    try (TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, folder),
            List.of(Toy.run(toy -> toy.awaitHearing("end")), ServiceHealth.workflow(MOST_CALLS)))) {
      engine.host(List.of(new RecordedSteps()));
      engine.start(RUN, ToyWorkflow.class, toy -> toy.run("input"));
      BesideRun run = engine.beside(RUN, of -> of);
      String providers = place.workflowId("_providers");

      meet(new ServiceHealth(() -> run));
      String first = run.client().newUntypedWorkflowStub(providers).describe().getFirstRunId();
      RecordedHistory.write(
          run.client().fetchHistory(providers, first).toJson(true), "providers-go-on.json");
      RecordedHistory.write(
          run.client().fetchHistory(providers).toJson(true), "providers-open.json");
      engine.signal(RUN, ToyWorkflow.class, toy -> toy.say("end"));
    }
  }

  /** A limit, a breaker that opens, a turn on trial that ends it, and a person who insists. */
  private static void meet(ServiceHealth health) {
    health.ended("codex", new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(9)), NOW);
    for (int i = 0; i < Defaults.BREAKER_FAILURES; i++) {
      health.ended("claude", Failure.of(FailureKind.TRANSIENT, "crash"), NOW);
    }
    assertThat(health.admit("claude", false, NOW)).isNotNull();
    assertThat(health.admit("claude", false, NOW.plusSeconds(300))).isNull();
    health.ended("claude", null, NOW.plusSeconds(301));
    assertThat(health.admit("codex", true, NOW)).isNull();
  }
}
