package dev.aidp.spring;

import com.google.common.collect.ImmutableMap;
import dev.aidp.RunFilter;
import dev.aidp.Runs;
import dev.aidp.runtime.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks again and again how runs stand, whoever works on them. Of those that have ended it asks
 * nothing; it rests at least nine times as long as it looks.
 */
final class RunWatch implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

  private static final int SHARE = 9;

  /** Hears what has changed. */
  interface Listener {

    /** A run or its units stand otherwise than before; {@code before} is null for a new run. */
    void changed(@Nullable RunView before, RunView now);
  }

  private final Runs runs;
  private final Duration every;
  private final Iterable<? extends Listener> listeners;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "aidp-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile ImmutableMap<String, RunView> open = ImmutableMap.of();
  private volatile boolean running;
  private Instant from = Instant.MAX;

  RunWatch(Runs runs, Duration every, Iterable<? extends Listener> listeners) {
    this.runs = runs;
    this.every = every;
    this.listeners = listeners;
  }

  /** Returns those that had not ended at the last look. */
  Iterable<RunView> open() {
    return open.values();
  }

  @Override
  public void start() {
    running = true;
    if (every.isZero()) {
      return;
    }
    from = Instant.now();
    ImmutableMap.Builder<String, RunView> known = ImmutableMap.builder();
    runs.views(RunFilter.all().open()).forEach(view -> known.put(view.id(), view));
    open = known.buildKeepingLast();
    var unused = clock.schedule(this::again, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void again() {
    long began = System.nanoTime();
    look();
    long rest = Math.max(every.toNanos(), (System.nanoTime() - began) * SHARE);
    if (running) {
      var unused = clock.schedule(this::again, rest, TimeUnit.NANOSECONDS);
    }
  }

  /** Looks now; what cannot be looked at now is looked at later. */
  private synchronized void look() {
    Instant now = Instant.now();
    Map<String, RunView> seen = new LinkedHashMap<>();
    try {
      runs.views(RunFilter.all().open()).forEach(view -> seen.put(view.id(), view));
      // What has begun and ended since the last look; clocks may differ a little.
      runs.views(RunFilter.all().since(from.minusSeconds(1)))
          .forEach(view -> seen.putIfAbsent(view.id(), view));
      for (String id : open.keySet()) {
        if (!seen.containsKey(id)) {
          seen.put(id, runs.run(id).view());
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("How runs stand cannot be seen now: {}", e.toString());
      return;
    }
    tell(seen);
    from = now;
  }

  private final Map<String, RunView> told = new LinkedHashMap<>();

  private void tell(Map<String, RunView> seen) {
    ImmutableMap.Builder<String, RunView> still = ImmutableMap.builder();
    seen.forEach(
        (id, view) -> {
          RunView before = open.getOrDefault(id, told.get(id));
          if (!view.ended()) {
            still.put(id, view);
          }
          if (before == null
              || !before.ended()
              || before.run().generation() != view.run().generation()) {
            listeners.forEach(each -> each.changed(before, view));
          }
        });
    told.keySet().retainAll(seen.keySet());
    seen.forEach(
        (id, view) -> {
          if (view.ended()) {
            told.put(id, view);
          }
        });
    open = still.buildOrThrow();
  }

  /** Looks once more: what drained has ended may be told. */
  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
    if (!every.isZero()) {
      look();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** It begins before the worker, and ends after it. */
  @Override
  public int getPhase() {
    return AidpWorker.PHASE - 1;
  }
}
