package dev.aidp.testkit.junit;

import java.time.Duration;
import java.time.Instant;

/** The time of a real server. */
final class MachineClock implements TestClock {

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void pass(Duration time) {
    throw new UnsupportedOperationException(
        "Nobody turns the clock of a real server. Play this test natively or in memory:"
            + " @AidpTest(engine = TestEngine.NATIVE).");
  }

  @Override
  public Runnable skip() {
    return () -> {};
  }
}
