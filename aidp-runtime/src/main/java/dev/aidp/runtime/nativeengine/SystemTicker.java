package dev.aidp.runtime.nativeengine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock and one thread. */
final class SystemTicker implements Ticker, AutoCloseable {

  private final ScheduledThreadPoolExecutor timers;

  SystemTicker() {
    timers = new ScheduledThreadPoolExecutor(1, Threads.daemon("aidp-timer"));
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Runnable at(String name, Instant time, Runnable action) {
    long nanos = Math.max(0, Duration.between(now(), time).toNanos());
    ScheduledFuture<?> timer = timers.schedule(action, nanos, TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  /** Calls {@code action} again and again. */
  void every(Duration pause, Runnable action) {
    var unused =
        timers.scheduleWithFixedDelay(
            action, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
