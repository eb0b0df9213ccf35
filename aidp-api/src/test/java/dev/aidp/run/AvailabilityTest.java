package dev.aidp.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, 5, 6",
    "RATE_LIMITED, 100, 110",
    "RATE_LIMITED, 300, 330",
    "RATE_LIMITED, 590, 649",
    "RATE_LIMITED, 600, 660",
    "QUOTA_EXCEEDED, 601, 661",
    "QUOTA_EXCEEDED, 7200, 7260",
    "RATE_LIMITED, 9000000, 691200",
    "RATE_LIMITED, -5, -4",
    "RATE_LIMITED, , ",
    "AUTH_EXPIRED, , "
  })
  void a_time_that_a_limit_names_gets_a_margin(FailureKind kind, Integer named, Integer seconds) {
    Failure failure = new Failure(kind, "x", named == null ? null : NOW.plusSeconds(named));

    Instant until = Availability.withMargin(failure, NOW).retryAt();

    assertThat(until).isEqualTo(seconds == null ? null : NOW.plus(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, , 1, 300",
    "RATE_LIMITED, , 3, 1200",
    "RATE_LIMITED, , 99, 3600",
    "QUOTA_EXCEEDED, , 1, 3600",
    "AUTH_EXPIRED, , 2, 600",
    "RATE_LIMITED, 7200, 1, 7200",
    "RATE_LIMITED, 0, 4, 8",
    "RATE_LIMITED, -60, 99, 300",
    "RATE_LIMITED, 9000000, 1, 691200"
  })
  void who_cannot_be_asked_is_asked_again_at_a_time(
      FailureKind kind, Integer named, int times, int seconds) {
    Failure why = new Failure(kind, "x", named == null ? null : NOW.plusSeconds(named));

    assertThat(Availability.until(why, times, NOW)).isEqualTo(NOW.plusSeconds(seconds));
  }
}
