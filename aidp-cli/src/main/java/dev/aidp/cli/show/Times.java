package dev.aidp.cli.show;

import java.time.Duration;
import java.time.Instant;

/** Times as people say them. */
final class Times {

  private Times() {}

  /** Returns how long it took from {@code from} to {@code to}. */
  static String between(Instant from, Instant to) {
    return text(Duration.between(from, to));
  }

  /** Returns {@code time} in two units at most. */
  static String text(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < 10_000) {
      return "%d.%ds".formatted(millis / 1000, millis % 1000 / 100);
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return seconds + "s";
    } else if (seconds < 3600) {
      return "%dm%02ds".formatted(seconds / 60, seconds % 60);
    } else if (seconds < 86_400) {
      return "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60);
    }
    return "%dd%02dh".formatted(seconds / 86_400, seconds / 3600 % 24);
  }
}
