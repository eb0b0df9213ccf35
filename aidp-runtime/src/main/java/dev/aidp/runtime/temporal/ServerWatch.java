package dev.aidp.runtime.temporal;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.aidp.failure.UnusableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who wait for a result know that the server is lost; the SDK would wait for it without
 * end.
 */
final class ServerWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A server that is started anew is back by then. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  private final TemporalConnection connection;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("aidp-server-watch").build());

  ServerWatch(TemporalConnection connection) {
    this.connection = connection;
  }

  /**
   * Fails {@code awaited} with {@link UnusableException} if the server is lost for long meanwhile,
   * or if {@code stuck} says that it cannot come.
   */
  <T> CompletableFuture<T> guard(
      CompletableFuture<T> awaited, Supplier<Optional<UnusableException>> stuck) {
    AtomicLong lastSeen = new AtomicLong(System.nanoTime());
    ScheduledFuture<?> watching =
        clock.scheduleWithFixedDelay(
            () -> look(lastSeen, awaited, stuck),
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    return awaited.whenComplete((value, e) -> watching.cancel(false));
  }

  private void look(
      AtomicLong lastSeen,
      CompletableFuture<?> awaited,
      Supplier<Optional<UnusableException>> stuck) {
    try {
      connection.call(() -> connection.calls().healthCheck());
      lastSeen.set(System.nanoTime());
    } catch (UnusableException e) {
      if (System.nanoTime() - lastSeen.get() > GRACE.toNanos()) {
        awaited.completeExceptionally(e);
      }
      return;
    }
    try {
      connection.call(stuck).ifPresent(awaited::completeExceptionally);
    } catch (RuntimeException e) {
      LOG.debug("It is looked at again", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
