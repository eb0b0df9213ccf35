package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResetTimesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "try again in 20s|2026-11-21T10:00:20Z",
        "Please try again in 1.5s.|2026-11-21T10:00:01.5Z",
        "Please retry in 34.07s|2026-11-21T10:00:34.070Z",
        "Please retry in 500ms|2026-11-21T10:00:00.5Z",
        "try again in 5 minutes|2026-11-21T10:05:00Z",
        "try again in 2 days 3 hours 4 minutes|2026-11-23T13:04:00Z",
        "Your quota will reset after 3h12m5s.|2026-11-21T13:12:05Z",
        "Retry-After: 60|2026-11-21T10:01:00Z",
        "retry after 60|2026-11-21T10:01:00Z",
        "retry after 2 minutes|2026-11-21T10:02:00Z",
        "retry_after_seconds: 7|2026-11-21T10:00:07Z",
        "\"retryDelay\": \"12s\"|2026-11-21T10:00:12Z",
        "{\"resetsAt\":1795259400}|2026-11-21T11:10:00Z",
        "{\"resetsAt\":1795259400000}|2026-11-21T11:10:00Z",
        "x-ratelimit-reset: 1795259400|2026-11-21T11:10:00Z",
        "usage limit reached;1795259400|2026-11-21T11:10:00Z",
        "limit resets at 2026-11-21T12:30:00Z|2026-11-21T12:30:00Z",
        "try again at 2026-11-21 12:30 UTC|2026-11-21T12:30:00Z",
        "available again from 2026-11-21T12:30:00+02:00|2026-11-21T10:30:00Z",
        "try again at 3:15 PM|2026-11-21T14:15:00Z",
        "try again at Nov 23rd, 2026 3:15 PM|2026-11-23T14:15:00Z",
        "resets at 3pm (UTC)|2026-11-21T15:00:00Z",
        "resets 3pm|2026-11-21T14:00:00Z",
        "resets 9am (Europe/Berlin)|2026-11-22T08:00:00Z",
        "resets 12am (UTC)|2026-11-22T00:00:00Z",
        "resets 10:30pm (America/New_York)|2026-11-22T03:30:00Z",
        "resets at 15:30 UTC|2026-11-21T15:30:00Z",
        "resets Nov 24|2026-11-23T23:00:00Z",
        "when your monthly cycle ends on 11/25/2026|2026-11-24T23:00:00Z",
        "try again in 400 days|2026-11-29T10:00:00Z"
      })
  void are_read(String text, Instant expected) {
    assertThat(ResetTimes.in(text.replace(';', '|'), NOW, BERLIN)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try again later",
        "resets at 25pm",
        "retry 3 of 5",
        "resets Nov 31",
        "try again in a while",
        "wait at resets 99:99"
      })
  void are_not_made_up(String text) {
    assertThat(ResetTimes.in(text, NOW, BERLIN)).isEmpty();
  }
}
