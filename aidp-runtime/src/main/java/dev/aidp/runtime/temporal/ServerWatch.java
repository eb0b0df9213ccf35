package dev.aidp.runtime.temporal;

import com.google.common.base.Suppliers;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.aidp.failure.UnusableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who wait for a result know that the server is lost; the SDK would wait for it without
 * end. One look a second is for all who wait.
 */
final class ServerWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A server that is started anew is back by then. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  private record Wait(long since, Supplier<Optional<UnusableException>> stuck) {}

  private final ServiceConnection connection;
  private final Map<CompletableFuture<?>, Wait> waits = new ConcurrentHashMap<>();
  private final Supplier<ScheduledExecutorService> clock = Suppliers.memoize(this::begun);
  private volatile boolean closed;
  private long lastSeen = System.nanoTime();

  ServerWatch(ServiceConnection connection) {
    this.connection = connection;
  }

  private ScheduledExecutorService begun() {
    ScheduledExecutorService begun =
        Executors.newSingleThreadScheduledExecutor(
            new ThreadFactoryBuilder().setDaemon(true).setNameFormat("aidp-server-watch").build());
    var unused =
        begun.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return begun;
  }

  /**
   * Fails {@code awaited} with {@link UnusableException} if the server is lost for long meanwhile,
   * or if {@code stuck} says that it cannot come.
   */
  <T> CompletableFuture<T> guard(
      CompletableFuture<T> awaited, Supplier<Optional<UnusableException>> stuck) {
    waits.put(awaited, new Wait(System.nanoTime(), stuck));
    if (!closed) {
      var unused = clock.get();
    }
    return awaited.whenComplete((value, e) -> waits.remove(awaited));
  }

  private void look() {
    if (waits.isEmpty()) {
      return;
    }
    try {
      connection.probe();
      lastSeen = System.nanoTime();
    } catch (UnusableException e) {
      waits.forEach(
          (awaited, wait) -> {
            long seen = Math.max(lastSeen - wait.since(), 0) + wait.since();
            if (System.nanoTime() - seen > GRACE.toNanos()) {
              awaited.completeExceptionally(e);
            }
          });
      return;
    } catch (RuntimeException e) {
      LOG.debug("It is looked at again", e);
      return;
    }
    waits.forEach(this::demandProgress);
  }

  private void demandProgress(CompletableFuture<?> awaited, Wait wait) {
    try {
      connection.call(wait.stuck()).ifPresent(awaited::completeExceptionally);
    } catch (RuntimeException e) {
      LOG.debug("It is looked at again", e);
    }
  }

  void close() {
    closed = true;
    clock.get().shutdownNow();
  }
}
