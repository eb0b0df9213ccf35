package dev.aidp.testkit.junit;

import dev.aidp.runtime.nativeengine.Ticker;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.time.Duration;
import java.time.Instant;

/** The time of a server in memory, which limits of agents go by as well. */
record MemoryClock(InMemoryServer server) implements TestClock, Ticker {

  @Override
  public Instant now() {
    return server.now();
  }

  @Override
  public void pass(Duration time) {
    server.pass(time);
  }

  @Override
  public Runnable skip() {
    return server.skip();
  }

  @Override
  public Runnable at(String name, Instant time, Runnable action) {
    throw new UnsupportedOperationException("The timers of a server are its own.");
  }
}
