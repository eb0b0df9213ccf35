package dev.aidp.testkit.junit;

import dev.aidp.runtime.journal.Entry;
import dev.aidp.testkit.time.PassingTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The time of one native engine after the other. */
final class NativeClock implements TestClock {

  private volatile PassingTime time = new PassingTime();

  /** Returns the time of a new engine, which goes on from that of the last one. */
  PassingTime renewed(Consumer<List<Entry>> recorded) {
    time = new PassingTime(time.passed(), recorded);
    return time;
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public void pass(Duration duration) {
    time.pass(duration);
  }

  @Override
  public Runnable skip() {
    return time.skip();
  }
}
