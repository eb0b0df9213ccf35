package dev.aidp;

import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.HostLock;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import dev.aidp.options.PrunePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When is pruned, and by whom: one process at a time, at most once a day by itself. */
final class Pruning implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
  private static final Duration EVERY = Duration.ofDays(1);

  /** One that broke off. */
  private static final Duration AGAIN = Duration.ofHours(1);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Layout layout;
  private final PruneRuns runs;
  private final PrunePolicy usual;
  private @Nullable Thread beside;
  private boolean closed;
  private long tried;

  Pruning(Layout layout, PruneRuns runs, PrunePolicy usual) {
    this.layout = layout;
    this.runs = runs;
    this.usual = usual;
  }

  /** Prunes, or says what would go; waits for another one, which does the same. */
  Pruned prune(PrunePolicy policy, boolean dryRun) {
    try (HostLock lock = lock()) {
      Pruned pruned = runs.prune(policy, dryRun);
      if (!dryRun) {
        stamp();
      }
      return pruned;
    }
  }

  /** Removes what one run that has ended has left. */
  Pruned remove(String id) {
    try (HostLock lock = lock()) {
      return runs.remove(id);
    }
  }

  private HostLock lock() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<HostLock> lock = HostLock.take(layout.pruneLock());
    while (lock.isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new UnusableException(
            "Another process prunes here and does not come to its end.",
            "Wait for it, then try again.");
      }
      LockSupport.parkNanos(LOOK.toNanos());
      lock = HostLock.take(layout.pruneLock());
    }
    return lock.get();
  }

  /** Removes what is left of a run that was pruned, so that its id is free. */
  void finish(String id) {
    runs.finish(id);
  }

  /**
   * Prunes beside what this process does if it is time; whatever comes of that is nobody's loss.
   */
  synchronized void soon() {
    Thread last = beside;
    boolean free = last == null || !last.isAlive() && System.nanoTime() - tried > AGAIN.toNanos();
    if (usual.automatic() && !closed && free && due()) {
      tried = System.nanoTime();
      beside = new Thread(this::beside, "aidp-prune");
      beside.setDaemon(true);
      beside.start();
    }
  }

  private boolean due() {
    Path lock = layout.pruneLock();
    try {
      if (Files.notExists(lock)) {
        PrivateFiles.file(lock); // the first run of a repository: nothing is old yet
        return false;
      }
      return Files.getLastModifiedTime(lock).toInstant().plus(EVERY).isBefore(Instant.now());
    } catch (IOException e) {
      return false;
    }
  }

  private void beside() {
    try (HostLock lock = HostLock.take(layout.pruneLock()).orElse(null)) {
      if (lock != null) {
        Pruned pruned = runs.prune(usual, false);
        stamp();
        LOG.debug("Pruned: {}", pruned);
      }
    } catch (RuntimeException e) {
      LOG.debug("Pruning broke off; the next one goes on: {}", e.toString());
    }
  }

  private void stamp() {
    try {
      Files.setLastModifiedTime(layout.pruneLock(), FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("It will be pruned again before a day is over: {}", e.toString());
    }
  }

  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      closed = true;
      thread = beside;
    }
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(STOP.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
