package dev.aidp.testkit.time;

import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.nativeengine.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The machine's time, which a test may let pass at once: timers that are due then fire. Runs on the
 * native engine of {@code Aidp.open(repository, options.withTime(time))} go by it, and so do limits
 * of agents; agents and commands themselves do not. Safe for use by many threads, for one engine.
 *
 * <p>{@link #skip} lets it pass by itself whenever all that lives on the engine waits for a time.
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
  private final Consumer<List<Entry>> recorded;
  private volatile Duration passed;
  private int underWay;
  private int skipping;

  /** Makes one that has not passed yet. */
  public PassingTime() {
    this(Duration.ZERO, entries -> {});
  }

  /**
   * Makes one that is ahead of the machine's already.
   *
   * @param recorded hears what an engine has recorded of a run; what it throws interrupts that run
   *     there
   */
  public PassingTime(Duration passed, Consumer<List<Entry>> recorded) {
    this.passed = passed;
    this.recorded = recorded;
  }

  /** Returns how far it is ahead of the machine's. */
  public Duration passed() {
    return passed;
  }

  /** Lets so much time pass. */
  public synchronized void pass(Duration time) {
    passed = passed.plus(time);
    alarms.forEach(this::arm);
  }

  /**
   * Lets time pass by itself from now on: as soon as nothing is under way, up to the next timer.
   * While an agent works, time passes as the machine's does.
   *
   * @return what ends it; it may be called again
   */
  public Runnable skip() {
    AtomicBoolean over = new AtomicBoolean();
    change(0, 1);
    return () -> {
      if (over.compareAndSet(false, true)) {
        change(0, -1);
      }
    };
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

  @Override
  public void begun() {
    change(1, 0);
  }

  @Override
  public void ended() {
    change(-1, 0);
  }

  @Override
  public void recorded(String run, List<Entry> entries) {
    recorded.accept(entries);
  }

  private synchronized void change(int more, int skippers) {
    underWay += more;
    skipping += skippers;
    if (underWay == 0 && skipping > 0) {
      Optional<Duration> wait =
          alarms.stream()
              .map(alarm -> alarm.time)
              .min(Comparator.naturalOrder())
              .map(next -> Duration.between(now(), next));
      // What is due is about to fire, and has more begin.
      wait.filter(next -> !next.isNegative() && !next.isZero()).ifPresent(this::pass);
    }
  }

  /** One that is armed again as time has passed fires at the earlier time. */
  private void arm(Alarm alarm) {
    long wait = Math.max(0, Duration.between(now(), alarm.time).toMillis() + 1);
    CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS).execute(() -> fire(alarm));
  }

  private void fire(Alarm alarm) {
    begun();
    try {
      if (alarms.remove(alarm)) {
        alarm.action.run();
      }
    } finally {
      ended();
    }
  }
}
