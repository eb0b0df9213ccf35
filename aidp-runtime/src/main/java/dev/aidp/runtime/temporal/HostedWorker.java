package dev.aidp.runtime.temporal;

import dev.aidp.failure.UnusableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker that an engine has in this process: one at a time, which may end because steps cannot
 * be performed here, and be followed by another one. No lock is held while one begins.
 */
final class HostedWorker {

  private final Consumer<UnusableException> lost;
  private final AtomicReference<@Nullable CompletableFuture<TemporalWorker>> worker =
      new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable UnusableException> unheard = new AtomicReference<>();
  private volatile @Nullable UnusableException interruption;

  /** Makes it; {@code lost} is told why a worker has ended that was not let go. */
  HostedWorker(Consumer<UnusableException> lost) {
    this.lost = lost;
  }

  /** Has {@code begin} make the first one. */
  TemporalWorker begin(Supplier<TemporalWorker> begin) {
    CompletableFuture<TemporalWorker> mine = new CompletableFuture<>();
    if (!worker.compareAndSet(null, mine)) {
      throw new IllegalStateException("This engine hosts a worker already");
    }
    return begun(mine, begin);
  }

  /** Has {@code begin} make one unless there is one; another thread's is waited for. */
  void demand(Supplier<TemporalWorker> begin) {
    CompletableFuture<TemporalWorker> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<TemporalWorker> other = worker.get();
      if (other == null && worker.compareAndSet(null, mine)) {
        var unused = begun(mine, begin);
        return;
      }
      if (other != null && other.handle((hosted, e) -> e == null).join()) {
        return;
      }
    }
  }

  private TemporalWorker begun(
      CompletableFuture<TemporalWorker> mine, Supplier<TemporalWorker> begin) {
    TemporalWorker hosted;
    try {
      hosted = begin.get();
    } catch (RuntimeException e) {
      worker.compareAndSet(mine, null);
      mine.completeExceptionally(e);
      throw e;
    }
    interruption = null;
    mine.complete(hosted);
    var unused = hosted.interruption().thenAccept(why -> interrupted(mine, why));
    if (closed.get()) {
      drain(Duration.ZERO);
    }
    return hosted;
  }

  private void interrupted(CompletableFuture<TemporalWorker> hosted, UnusableException why) {
    worker.compareAndSet(hosted, null);
    interruption = why;
    unheard.set(why);
    lost.accept(why);
  }

  /** Returns the one that performs now, or null. */
  @Nullable TemporalWorker now() {
    CompletableFuture<TemporalWorker> hosted = worker.get();
    return hosted == null || !hosted.isDone() || hosted.isCompletedExceptionally()
        ? null
        : hosted.join();
  }

  /** Returns why the last one has ended, or null if it has not. */
  @Nullable UnusableException interruption() {
    return interruption;
  }

  /**
   * Demands that none has ended so since this was last asked.
   *
   * @throws UnusableException why one has
   */
  void demandNoInterruption() {
    UnusableException why = unheard.getAndSet(null);
    if (why != null) {
      throw why;
    }
  }

  /** Lets it go; one that is being made is waited for. */
  void drain(Duration limit) {
    CompletableFuture<TemporalWorker> hosted = worker.get();
    TemporalWorker here = hosted == null ? null : hosted.exceptionally(e -> null).join();
    if (here != null && worker.compareAndSet(hosted, null)) {
      here.drain(limit);
    }
  }

  /** Lets it go at once, and each that comes later; returns false if that was said before. */
  boolean close() {
    boolean first = closed.compareAndSet(false, true);
    if (first) {
      drain(Duration.ZERO);
    }
    return first;
  }
}
