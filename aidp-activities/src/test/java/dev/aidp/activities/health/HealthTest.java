package dev.aidp.activities.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Defaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void five_failures_in_a_row_open_the_breaker_for_five_minutes() {
    Health health = Health.GOOD;
    for (int i = 0; i < 5; i++) {
      assertThat(health.admit("claude", false, NOW).refusal()).isNull();
      health =
          health
              .admit("claude", false, NOW)
              .then()
              .ended(Failure.of(FailureKind.TRANSIENT, "x"), NOW);
    }

    Failure refusal = health.admit("claude", false, NOW.plusSeconds(299)).refusal();

    assertThat(refusal.retryAt()).isEqualTo(NOW.plusSeconds(300));
    assertThat(refusal.message()).contains("claude has failed 5 times in a row");
    assertThat(health.admit("claude", false, NOW.plusSeconds(300)).refusal()).isNull();
  }

  @Test
  void half_open_it_lets_three_turns_through() {
    Breaker breaker = opened();
    Instant later = NOW.plusSeconds(300);
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.closedUntil(later)).isNull();
      breaker = breaker.begun(later);
    }

    assertThat(breaker.closedUntil(later)).isEqualTo(later.plusSeconds(300));
    assertThat(breaker.succeeded()).isEqualTo(Breaker.CLOSED);
    assertThat(breaker.failed(later).closedUntil(later)).isEqualTo(later.plusSeconds(300));
    // Their process died: nothing is ever heard of them.
    assertThat(breaker.closedUntil(later.plusSeconds(300))).isNull();
  }

  /** Compared with a plain account of what happened. */
  @Test
  void at_random_it_is_open_only_after_five_failures_in_a_row_and_never_for_ever() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      Breaker breaker = Breaker.CLOSED;
      Instant now = NOW;
      int inARow = 0;
      for (int i = 0; i < 60; i++) {
        now = now.plusSeconds(random.nextInt(200));
        Instant until = breaker.closedUntil(now);
        if (until != null) {
          assertThat(inARow).as("seed %d", seed).isGreaterThanOrEqualTo(5);
          assertThat(until).isAfter(now).isBeforeOrEqualTo(now.plus(Defaults.BREAKER_PAUSE));
          continue;
        }
        breaker = breaker.begun(now);
        boolean good = random.nextInt(4) == 0;
        inARow = good ? 0 : inARow + 1;
        breaker = good ? breaker.succeeded() : breaker.failed(now);
        assertThat(breaker.closedUntil(now) != null).isEqualTo(inARow >= 5);
      }
    }
  }

  @Test
  void a_limit_that_names_no_time_lasts_five_minutes_then_double_up_to_an_hour() {
    Failure unnamed = Failure.of(FailureKind.RATE_LIMITED, "429");
    Health health = Health.GOOD;
    Instant now = NOW;
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      // Five units meet it at once.
      for (int unit = 0; unit < 5; unit++) {
        health = health.ended(unnamed, now);
      }
      Instant until = health.admit("x", false, now).refusal().retryAt();
      minutes.add(Duration.between(now, until).toMinutes());
      now = until;
    }

    assertThat(minutes).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
    assertThat(health.ended(null, now)).isEqualTo(Health.GOOD);
  }

  @Test
  void a_limit_refuses_until_its_time_whatever_ends_well_meanwhile_unless_a_person_insists() {
    Failure limit = new Failure(FailureKind.QUOTA_EXCEEDED, "spent", NOW.plusSeconds(60));
    Health limited = Health.GOOD.ended(limit, NOW);

    assertThat(limited.admit("x", false, NOW.plusSeconds(59)).refusal()).isEqualTo(limit);
    assertThat(limited.admit("x", false, NOW.plusSeconds(60)).refusal()).isNull();
    assertThat(limited.ended(null, NOW)).isEqualTo(limited);
    assertThat(limited.admit("x", true, NOW).then().ended(null, NOW)).isEqualTo(Health.GOOD);
    assertThat(limited.ended(null, NOW.plusSeconds(60))).isEqualTo(Health.GOOD);
  }

  private static Breaker opened() {
    Breaker breaker = Breaker.CLOSED;
    for (int i = 0; i < 5; i++) {
      breaker = breaker.failed(NOW);
    }
    return breaker;
  }
}
