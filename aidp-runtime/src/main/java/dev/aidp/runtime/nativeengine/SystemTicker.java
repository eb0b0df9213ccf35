package dev.aidp.runtime.nativeengine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The machine's clock and one thread. */
final class SystemTicker implements Ticker, AutoCloseable {

  /** Its waits know nothing of the time that the machine sleeps; its clock does. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final ScheduledThreadPoolExecutor timers;
  private final Supplier<Instant> clock;
  private final Duration longestWait;

  SystemTicker() {
    this(Instant::now, LONGEST_WAIT);
  }

  /** Makes one that looks at {@code clock} at least every {@code longestWait}. */
  SystemTicker(Supplier<Instant> clock, Duration longestWait) {
    this.clock = clock;
    this.longestWait = longestWait;
    timers = new ScheduledThreadPoolExecutor(1, Threads.daemon("aidp-timer"));
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return clock.get();
  }

  @Override
  public Runnable at(String name, Instant time, Runnable action) {
    Timer timer = new Timer(time, action);
    timer.look();
    return timer::forget;
  }

  /** One that may have to wait several times. */
  private final class Timer {

    private final Instant time;
    private final Runnable action;
    private @Nullable ScheduledFuture<?> wait;
    private boolean over;

    Timer(Instant time, Runnable action) {
      this.time = time;
      this.action = action;
    }

    private void look() {
      if (come()) {
        action.run();
      }
    }

    private synchronized boolean come() {
      Duration left = Duration.between(now(), time);
      boolean due = wait != null && (left.isNegative() || left.isZero());
      if (!over && !due) {
        Duration next = left.compareTo(longestWait) > 0 ? longestWait : left;
        wait = timers.schedule(this::look, Math.max(0, next.toNanos()), TimeUnit.NANOSECONDS);
      }
      boolean now = due && !over;
      over |= due;
      return now;
    }

    synchronized void forget() {
      over = true;
      if (wait != null) {
        wait.cancel(false);
      }
    }
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
