package dev.aidp;

import dev.aidp.failure.UsageException;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second for runs without an owner and goes on with them. */
final class Takeover implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final long EVERY_MILLIS =
      1_000; // a dead owner is noticed about as fast as a person would

  private final RunRegistry registry;
  private final Function<RunRecord, Handle> handles;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "aidp-takeover");
            thread.setDaemon(true);
            return thread;
          });

  Takeover(RunRegistry registry, Function<RunRecord, Handle> handles) {
    this.registry = registry;
    this.handles = handles;
  }

  void begin(Predicate<RunRecord> mine) {
    var unused =
        clock.scheduleWithFixedDelay(() -> look(mine), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(Predicate<RunRecord> mine) {
    try {
      registry.all().stream()
          .filter(run -> run.finished() == null && mine.test(run))
          .forEach(this::adopt);
    } catch (RuntimeException e) {
      LOG.warn("Runs without an owner could not be looked for: {}", e.getMessage());
    }
  }

  /** One run that cannot be taken over does not keep the others waiting. */
  private void adopt(RunRecord run) {
    try {
      handles.apply(run).takeOver();
    } catch (UsageException e) {
      LOG.debug("{} is not here: {}", run.id(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("The run {} could not be taken over: {}", run.id(), e.getMessage());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
