package dev.aidp.activities.agent;

import java.time.Duration;

/**
 * How long a program that Aidp knows may be of no use.
 *
 * @param silence without a byte: programs show nothing while a long build runs inside one of their
 *     tools, and some of them wait without end for a service that is down
 * @param grace from the record that ends its turn to its exit: some never exit
 */
public record Supervision(Duration silence, Duration grace) {

  /** What holds if nothing else is said: 15 minutes, and 10 seconds. */
  public static final Supervision USUAL =
      new Supervision(Duration.ofMinutes(15), Duration.ofSeconds(10));

  /** Never ends anything. */
  static final Supervision NONE =
      new Supervision(Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(10));
}
