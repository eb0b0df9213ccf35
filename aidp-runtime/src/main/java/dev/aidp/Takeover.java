package dev.aidp;

import com.google.common.base.Throwables;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second for runs without an owner and goes on with them. One that cannot be worked on
 * here, as on a full disk, is left alone for a while, each time for longer.
 */
final class Takeover implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final long EVERY_MILLIS =
      1_000; // a dead owner is noticed about as fast as a person would

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** Who has worked for so long has got over what there was. */
  private static final Duration WELL = Duration.ofMinutes(10);

  /**
   * When a run that was given up here is tried again; {@code length} doubles with each time.
   *
   * @param why it was given up
   */
  private record Pause(long end, Duration length, String why) {

    static Pause after(@Nullable Pause last, String why) {
      Duration length =
          last == null || System.nanoTime() - last.end > WELL.toNanos()
              ? FIRST_PAUSE
              : last.length.multipliedBy(2);
      Duration kept = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
      return new Pause(System.nanoTime() + kept.toNanos(), kept, why);
    }

    boolean over() {
      return System.nanoTime() - end >= 0;
    }
  }

  /** Stands for what performs all runs; none of them has this name. */
  private static final String WORKER = "";

  private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final RunRegistry registry;
  private final Function<RunRecord, DefaultRunHandle> handles;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "aidp-takeover");
            thread.setDaemon(true);
            return thread;
          });

  Takeover(RunRegistry registry, Function<RunRecord, DefaultRunHandle> handles) {
    this.registry = registry;
    this.handles = handles;
  }

  /**
   * Begins to look.
   *
   * @param stay brings along what performs runs, if it is gone
   * @param mine which runs
   */
  void begin(Runnable stay, Predicate<RunRecord> mine) {
    var unused =
        clock.scheduleWithFixedDelay(
            () -> watch(stay, mine), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** An error too ends this look only: nobody would miss the next ones. */
  private void watch(Runnable stay, Predicate<RunRecord> mine) {
    try {
      look(stay, mine);
    } catch (Error e) {
      LOG.error("Runs without an owner could not be looked for", e);
    }
  }

  private void look(Runnable stay, Predicate<RunRecord> mine) {
    if (!free(WORKER) || !stays(stay)) {
      return;
    }
    try {
      registry.unfinished().stream()
          .filter(run -> mine.test(run) && free(run.id()))
          .forEach(this::adopt);
    } catch (RuntimeException e) {
      warn("Runs without an owner could not be looked for: {}", e.getMessage());
    }
  }

  /** Returns why something is not worked on here at the moment, though it was begun; or null. */
  @Nullable String interruption() {
    return pauses.values().stream()
        .filter(pause -> !pause.over())
        .map(Pause::why)
        .findFirst()
        .orElse(null);
  }

  private boolean stays(Runnable stay) {
    try {
      stay.run();
      return true;
    } catch (UnusableException e) {
      pause(WORKER, e);
    } catch (RuntimeException e) {
      warn("Nothing is worked on here: {}", e.getMessage());
    }
    return false;
  }

  private boolean free(String run) {
    Pause pause = pauses.get(run);
    return !taken.contains(run) && (pause == null || pause.over());
  }

  /** One run that cannot be taken over does not keep the others waiting. */
  private void adopt(RunRecord run) {
    try {
      DefaultRunHandle handle = handles.apply(run);
      if (handle.takeOver() && taken.add(run.id())) {
        var unused = handle.ended().whenComplete((view, e) -> left(run.id(), e));
      }
    } catch (UsageException e) {
      LOG.debug("{} is not here: {}", run.id(), e.getMessage());
    } catch (UnusableException e) {
      pause(run.id(), e);
    } catch (RuntimeException e) {
      warn("The run {} could not be taken over: {}", run.id(), e.getMessage());
    }
  }

  private void left(String run, @Nullable Throwable thrown) {
    if (thrown != null && !clock.isShutdown()) {
      Throwables.getCausalChain(thrown).stream()
          .filter(UnusableException.class::isInstance)
          .findFirst()
          .ifPresent(why -> pause(run, (UnusableException) why));
    }
    taken.remove(run);
  }

  private void pause(String run, UnusableException why) {
    Pause pause = Pause.after(pauses.get(run), String.valueOf(why.getMessage()));
    pauses.put(run, pause);
    warn(
        "{} cannot be worked on here now: {} {} It is tried again here in {} s.",
        run.equals(WORKER) ? "Runs" : "The run " + run,
        why.getMessage(),
        why.remedy(),
        pause.length().toSeconds());
  }

  /** What goes wrong because this process ends is nobody's concern. */
  private void warn(String format, @Nullable Object... arguments) {
    if (!clock.isShutdown()) {
      LOG.warn(format, arguments);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
