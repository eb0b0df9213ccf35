package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Changes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.RunRow;
import dev.aidp.runtime.owner.Owners;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what other processes write: messages to runs that live here, and the ends of runs that live
 * there.
 */
final class Poller implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final long PAUSE_NANOS =
      TimeUnit.MILLISECONDS.toNanos(10); // how late a message may be; costs 10 µs
  private static final long STOP_MILLIS = 5_000; // a look takes a moment, unless the disk hangs
  private static final int LIFE_EVERY = 20; // looks between two at whether the owners still live

  private final Runs runs;
  private final Owners owners;
  private final Changes changes;
  private final Map<String, CompletableFuture<Answer>> watched = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean fresh;

  Poller(Database database, Runs runs, Owners owners) {
    this.runs = runs;
    this.owners = owners;
    changes = database.changes();
    thread = Threads.daemon("aidp-poller").newThread(this::poll);
    thread.start();
  }

  static UnusableException ownerless(String id) {
    return new UnusableException(
        "Run " + id + " is interrupted: no process owns it.", "Start it again; it goes on.");
  }

  /** Returns the end of a run that another process owns; it fails when that process dies first. */
  CompletableFuture<Answer> watch(String id) {
    CompletableFuture<Answer> end = watched.computeIfAbsent(id, fresh -> new CompletableFuture<>());
    fresh = true;
    return end.copy();
  }

  private void poll() {
    for (int looks = 0; !closed; looks++) {
      try {
        look(looks % LIFE_EVERY == 0);
      } catch (RuntimeException e) {
        // The runs notice by themselves if they cannot write; looking goes on, it may get better.
        LOG.debug("Could not look at the database", e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    changes.close();
  }

  private void look(boolean atLives) {
    boolean asked = fresh;
    fresh = false;
    boolean changed = changes.any();
    if (changed) {
      runs.journal().addressees().forEach(runs::look);
      runs.updates().look();
    }
    if (changed || atLives || asked) {
      watched.keySet().forEach(this::lookAt);
    }
  }

  private void lookAt(String id) {
    Optional<RunRow> row = runs.journal().run(id);
    CompletableFuture<Answer> end = watched.get(id);
    if (row.isEmpty() || end == null) {
      return;
    }
    if (row.get().end() != null) {
      watched.remove(id);
      end.complete(row.get().end().answer());
    } else if (row.get().owner() == null || !owners.alive(row.get().owner())) {
      watched.remove(id);
      end.completeExceptionally(ownerless(id));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      if (Thread.currentThread() != thread) {
        thread.join(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watched.forEach((id, end) -> end.completeExceptionally(ownerless(id)));
  }
}
