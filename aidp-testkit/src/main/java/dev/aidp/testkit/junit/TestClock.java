package dev.aidp.testkit.junit;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a test's engine. While somebody waits for the end of a run ({@code ended()}, {@code
 * result(…)}), it passes at once to the next timer whenever nothing is under way; at all other
 * times it passes as the machine's does, so that a test can tell a run something before its timer
 * fires. Agents and commands work in the machine's time. Safe for use by many threads.
 */
public interface TestClock {

  /** Returns the time. */
  Instant now();

  /**
   * Lets so much time pass at once: timers that are due then fire.
   *
   * @throws UnsupportedOperationException on a real server, whose clock nobody turns
   */
  void pass(Duration time);

  /**
   * Lets time pass by itself from now on, whenever nothing is under way; nothing happens on a real
   * server.
   *
   * @return what ends it; it may be called again
   */
  Runnable skip();
}
