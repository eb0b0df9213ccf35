package dev.aidp.testkit.time;

import dev.aidp.runtime.nativeengine.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The machine's time, which a test may let pass at once: timers that are due then fire. Runs on the
 * native engine of {@code Aidp.open(repository, options.withTime(time))} go by it; agents and
 * commands do not. Safe for use by many threads.
 */
public final class PassingTime implements Ticker {

  /** One of its own identity: it fires once. */
  private static final class Alarm {

    private final Instant time;
    private final Runnable action;

    Alarm(Instant time, Runnable action) {
      this.time = time;
      this.action = action;
    }
  }

  private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();
  private volatile Duration passed = Duration.ZERO;

  /** Makes one that has not passed yet. */
  public PassingTime() {}

  /** Lets so much time pass. */
  public synchronized void pass(Duration time) {
    passed = passed.plus(time);
    alarms.forEach(this::arm);
  }

  @Override
  public Instant now() {
    return Instant.now().plus(passed);
  }

  @Override
  public Runnable at(String name, Instant time, Runnable action) {
    Alarm alarm = new Alarm(time, action);
    alarms.add(alarm);
    arm(alarm);
    return () -> alarms.remove(alarm);
  }

  /** One that is armed again as time has passed fires at the earlier time. */
  private void arm(Alarm alarm) {
    long wait = Math.max(0, Duration.between(now(), alarm.time).toMillis() + 1);
    CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (alarms.remove(alarm)) {
                alarm.action.run();
              }
            });
  }
}
