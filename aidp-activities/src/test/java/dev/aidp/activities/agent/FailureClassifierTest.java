package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RATE_LIMITED|Error: 429 Too Many Requests",
        "RATE_LIMITED|API error: status 429",
        "RATE_LIMITED|rate_limit_error: slow down",
        "RATE_LIMITED|rate limit exceeded, try again in 20s",
        "RATE_LIMITED|RESOURCE_EXHAUSTED",
        "RATE_LIMITED|You've hit your usage limit. Try again at 3:00 PM",
        "QUOTA_EXCEEDED|You exceeded your current quota, please check your plan",
        "QUOTA_EXCEEDED|insufficient_quota",
        "QUOTA_EXCEEDED|Your credit balance is too low",
        "QUOTA_EXCEEDED|quota exceeded",
        "AUTH_EXPIRED|Not logged in. Please run /login",
        "AUTH_EXPIRED|OAuth token has expired",
        "AUTH_EXPIRED|HTTP 401",
        "AUTH_EXPIRED|authentication failed",
        "AUTH_EXPIRED|Incorrect API key provided",
        "PERMANENT|prompt is too long: 210000 tokens",
        "PERMANENT|model foo does not exist",
        "PERMANENT|No conversation found with session ID: 1",
        "PERMANENT|error: unknown option '--yolo'",
        "PERMANENT|permission denied",
        "TRANSIENT|Overloaded",
        "TRANSIENT|error 503",
        "TRANSIENT|read ECONNRESET",
        "TRANSIENT|something nobody has ever seen",
        "TRANSIENT|Exception at Foo.java:429",
        "TRANSIENT|listening on port 4013",
        "TIMEOUT|request timed out",
        "TIMEOUT|context deadline exceeded"
      })
  void a_text_has_a_kind(FailureKind kind, String text) {
    assertThat(classify(1, text, "").kind()).isEqualTo(kind);
  }

  @Test
  void standard_error_decides_before_the_reply() {
    assertThat(classify(1, "HTTP 401", "we hit a rate limit").kind())
        .isEqualTo(FailureKind.AUTH_EXPIRED);
    assertThat(classify(1, "bye", "we hit a rate limit").kind())
        .isEqualTo(FailureKind.RATE_LIMITED);
  }

  @ParameterizedTest
  @CsvSource({"127, was not found", "126, cannot be executed"})
  void a_command_that_is_not_there_is_named_and_not_tried_again(int exitCode, String words) {
    Failure failure = classify(exitCode, "sh: 1: no-such-agent: not found", "");

    assertThat(failure.kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(failure.message()).contains(words, "no-such-agent --now");
  }

  @Test
  void a_foreign_signal_may_not_come_again() {
    Failure failure = classify(137, "", "");

    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure.message()).contains("signal 9");
  }

  @Test
  void a_limit_carries_the_time_that_its_text_names() {
    assertThat(classify(1, "rate limit exceeded, try again in 20s", "").retryAt())
        .isEqualTo(NOW.plus(Duration.ofSeconds(20)));
    assertThat(classify(1, "rate limit exceeded", "").retryAt()).isNull();
  }

  private static Failure classify(int exitCode, String errors, String output) {
    return new FailureClassifier(ZoneOffset.UTC)
        .classify("no-such-agent --now", exitCode, errors, output, NOW);
  }
}
