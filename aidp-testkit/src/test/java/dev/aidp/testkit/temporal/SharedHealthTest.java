package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.health.CircuitBreakingAgent;
import dev.aidp.activities.health.HealthStore;
import dev.aidp.activities.health.ProviderHealth;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import dev.aidp.runtime.health.ServiceHealth;
import dev.aidp.runtime.temporal.BesideRun;
import dev.aidp.runtime.temporal.KeptWorkflow;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hosts that share nothing but the service know of providers. */
@Timeout(300)
class SharedHealthTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Failure CRASH = Failure.of(FailureKind.TRANSIENT, "crash");

  /** So few that who tells much has it go on as new. */
  private static final int MOST_CALLS = 25;

  @TempDir Path state;

  private final RunPlace place =
      new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
  private final AtomicInteger begun = new AtomicInteger();
  private TemporalEngine engine;

  @BeforeEach
  void begin_a_run() {
    engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, state),
            List.of(Toy.run(toy -> toy.awaitHearing("end")), ServiceHealth.workflow(MOST_CALLS)));
    engine.host(List.of(new RecordedSteps()));
    engine.start("f", ToyWorkflow.class, toy -> toy.run("input"));
  }

  @AfterEach
  void close() {
    engine.signal("f", ToyWorkflow.class, toy -> toy.say("end"));
    engine.close();
  }

  private BesideRun run() {
    return engine.beside("f", of -> of);
  }

  /** Returns what another host knows. */
  private ServiceHealth host() {
    return new ServiceHealth(this::run);
  }

  private TurnResult turn(ProviderHealth host, Instant now, @Nullable Failure ends) {
    return new CircuitBreakingAgent(
            request -> {
              begun.incrementAndGet();
              return TurnResult.failed(request.state(), ends);
            },
            work -> {},
            host,
            Clock.fixed(now, ZoneOffset.UTC))
        .turn(
            new TurnRequest(
                new Work("f", 1, "unit", 1),
                Role.CODER,
                1,
                new TurnRequest.Asked(AgentChoice.provider("claude"), null, null, false),
                new TurnRequest.Bounds(Duration.ofMinutes(1), Budget.NONE),
                new TreeState("tree", "head"),
                new PromptContext("text", "", List.of(), null),
                TurnRequest.Artifacts.NONE));
  }

  @Test
  void a_limit_that_one_host_meets_keeps_the_others_from_asking_until_it_is_over() {
    ServiceHealth here = host();
    ServiceHealth there = host();
    assertThat(turn(there, NOW, null).failure()).isNull();

    turn(here, NOW, new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(100)));

    Await.until(
        () -> there.admit("claude", false, NOW.plusSeconds(1)) != null,
        "the other has heard of it");
    Failure refusal = turn(there, NOW.plusSeconds(109), null).failure();
    assertThat(refusal)
        .isEqualTo(new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(110)));
    assertThat(begun).hasValue(2);
    assertThat(turn(there, NOW.plusSeconds(110), null).failure()).isNull();
    assertThat(begun).hasValue(3);
  }

  @Test
  void a_breaker_that_failures_on_all_hosts_have_opened_lets_three_turns_try_over_all_hosts()
      throws Exception {
    for (int i = 0; i < Defaults.BREAKER_FAILURES; i++) {
      turn(host(), NOW, CRASH);
    }
    assertThat(host().admit("claude", false, NOW.plusSeconds(299))).isNotNull();

    ExecutorService all = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> admitted = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        admitted.add(all.submit(() -> host().admit("claude", false, NOW.plusSeconds(300)) == null));
      }
      int trials = 0;
      for (Future<Boolean> one : admitted) {
        trials += one.get() ? 1 : 0;
      }
      assertThat(trials).isEqualTo(Defaults.BREAKER_TRIALS);
    } finally {
      all.shutdownNow();
    }

    host().ended("claude", null, NOW.plusSeconds(301));
    assertThat(host().admit("claude", false, NOW.plusSeconds(301))).isNull();
  }

  @Test
  void a_turn_that_goes_well_ends_the_row_of_failures_that_others_have_just_met() {
    ServiceHealth here = host();
    ServiceHealth there = host();
    turn(here, NOW, CRASH);
    here.admit("claude", false, NOW);
    for (int i = 2; i < Defaults.BREAKER_FAILURES; i++) {
      turn(there, NOW, CRASH);
    }
    here.ended("claude", null, NOW);

    turn(there, NOW, CRASH);

    assertThat(host().admit("claude", false, NOW)).isNull();
  }

  @Test
  void what_one_host_has_met_within_the_second_in_which_another_knew_of_nothing_ends_with_it() {
    ServiceHealth here = host();
    ServiceHealth there = host();
    here.admit("claude", false, NOW); // knows for a second that all is well
    for (int i = 1; i < Defaults.BREAKER_FAILURES; i++) {
      turn(there, NOW, CRASH);
    }
    here.ended("claude", null, NOW);

    turn(there, NOW, CRASH);

    assertThat(host().admit("claude", false, NOW)).isNull();
  }

  @Test
  void as_long_as_all_goes_well_nothing_is_said() {
    ServiceHealth host = host();
    for (int i = 0; i < 10; i++) {
      assertThat(turn(host, NOW, null).failure()).isNull();
    }

    assertThat(
            run()
                .client()
                .listExecutions("WorkflowId = '%s'".formatted(place.workflowId("_providers"))))
        .isEmpty();
    assertThat(KeptWorkflow.ended(run().client(), place.workflowId("_providers"))).isTrue();
  }

  @Test
  void it_knows_what_a_file_would_know_whatever_comes() {
    ProviderHealth file = new HealthStore(state.resolve("providers"));
    ProviderHealth service = host();
    Random random = new Random(20_261_129);
    Instant now = NOW;
    for (int i = 0; i < 150; i++) {
      now = now.plusSeconds(random.nextInt(120));
      String provider = random.nextBoolean() ? "claude" : "codex";
      boolean insists = random.nextInt(8) == 0;
      assertThat(service.admit(provider, insists, now))
          .as("event %d", i)
          .isEqualTo(file.admit(provider, insists, now));
      Failure failure =
          switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> Failure.of(FailureKind.RATE_LIMITED, "429");
            case 2 -> new Failure(FailureKind.QUOTA_EXCEEDED, "spent", now.plusSeconds(200));
            default -> CRASH;
          };
      file.ended(provider, failure, now);
      service.ended(provider, failure, now);
    }
  }

  @Test
  void a_host_that_nobody_answers_goes_on_with_what_it_knows_itself() {
    RunPlace lonely = new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
    try (TemporalEngine idle =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), lonely, state),
            List.of(Toy.run(toy -> toy.awaitHearing("end")), ServiceHealth.workflow()))) {
      idle.start("f", ToyWorkflow.class, toy -> toy.run("input"));
      ServiceHealth host = new ServiceHealth(() -> idle.beside("f", of -> of));
      Instant before = Instant.now();

      assertThat(turn(host, NOW, CRASH).failure()).isEqualTo(CRASH);
      turn(host, NOW, new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(100)));
      assertThat(turn(host, NOW, null).failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);

      assertThat(begun).hasValue(2);
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }
  }
}
