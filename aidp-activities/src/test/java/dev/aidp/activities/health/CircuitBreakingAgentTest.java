package dev.aidp.activities.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CircuitBreakingAgentTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;
  private final AtomicInteger begun = new AtomicInteger();
  private final List<Work> swept = new ArrayList<>();
  private @Nullable Failure answer;

  @Test
  void a_turn_of_a_limited_provider_is_not_begun_by_another_process_either() {
    answer = new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(100));
    guarded(NOW).turn(request("claude", false));

    TurnResult refused = guarded(NOW.plusSeconds(109)).turn(request("claude", false));

    assertThat(begun).hasValue(1);
    assertThat(refused.failure())
        .isEqualTo(new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(110)));
    assertThat(swept).hasSize(1);
    answer = null;
    assertThat(guarded(NOW.plusSeconds(110)).turn(request("claude", false)).failure()).isNull();
  }

  @Test
  void a_person_who_insists_is_obeyed_and_another_provider_is_not_concerned() {
    answer = new Failure(FailureKind.QUOTA_EXCEEDED, "spent", null);
    guarded(NOW).turn(request("claude", false));

    guarded(NOW).turn(request("claude", true));
    guarded(NOW).turn(request("codex", false));

    assertThat(begun).hasValue(3);
  }

  @Test
  void a_plain_command_that_names_a_time_gets_a_margin_too() {
    answer = new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(100));
    TurnRequest request =
        request("x", false).withAsked(TurnRequest.Asked.of(AgentChoice.command("agent")));

    assertThat(guarded(NOW).turn(request).failure().retryAt()).isEqualTo(NOW.plusSeconds(110));
  }

  @Test
  void a_plain_command_is_always_begun_and_its_failures_stay_as_they_are() {
    answer = Failure.of(FailureKind.RATE_LIMITED, "429");
    TurnRequest request =
        request("x", false).withAsked(TurnRequest.Asked.of(AgentChoice.command("agent")));
    for (int i = 0; i < 9; i++) {
      assertThat(guarded(NOW).turn(request).failure()).isEqualTo(answer);
    }

    assertThat(begun).hasValue(9);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_file_that_was_cut_short_says_nothing() throws IOException {
    Files.writeString(folder.resolve("claude.json"), "{\"kind\": \"rate_lim");

    guarded(NOW).turn(request("claude", false));

    assertThat(begun).hasValue(1);
  }

  @Test
  void a_turn_that_was_taken_counts_even_if_its_thread_was_interrupted_at_its_end() {
    CircuitBreakingAgent turns =
        new CircuitBreakingAgent(
            request -> {
              Thread.currentThread().interrupt();
              return new TurnResult(
                  request.state(), true, new TurnResult.Texts("reply", ""), List.of(), null);
            },
            swept::add,
            new HealthStore(folder),
            Clock.fixed(NOW, ZoneOffset.UTC));

    TurnResult result = turns.turn(request("claude", false));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.saysComplete()).isTrue();
    assertThat(result.failure()).isNull();
  }

  @Test
  void a_turn_that_shall_stop_before_it_begins_does_not_interrupt_the_run() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> guarded(NOW).turn(request("claude", false)))
        .isInstanceOf(StepCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(begun).hasValue(0);
  }

  /** Four at once: none of the failures is lost, so the breaker opens. */
  @Test
  void failures_that_come_at_once_are_all_counted() throws InterruptedException {
    answer = Failure.of(FailureKind.TRANSIENT, "crash");
    ExecutorService many = Executors.newFixedThreadPool(20);
    for (int i = 0; i < 4; i++) {
      many.execute(() -> guarded(NOW).turn(request("claude", false)));
    }
    many.shutdown();
    assertThat(many.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(guarded(NOW).turn(request("claude", false)).failure()).isEqualTo(answer);

    Failure refusal = guarded(NOW).turn(request("claude", false)).failure();

    assertThat(refusal.retryAt()).isEqualTo(NOW.plusSeconds(300));
    assertThat(begun).hasValue(5);
  }

  private CircuitBreakingAgent guarded(Instant now) {
    return new CircuitBreakingAgent(
        request -> {
          begun.incrementAndGet();
          return TurnResult.failed(request.state(), answer);
        },
        swept::add,
        new HealthStore(folder),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static TurnRequest request(String provider, boolean insists) {
    return new TurnRequest(
        new Work("run", 1, "unit", 1),
        Role.CODER,
        1,
        new TurnRequest.Asked(AgentChoice.provider(provider), null, null, insists),
        new TurnRequest.Bounds(Duration.ofMinutes(1), dev.aidp.run.Budget.NONE),
        new TreeState("tree", "head"),
        new PromptContext("text", "", List.of(), null),
        TurnRequest.Artifacts.NONE);
  }
}
