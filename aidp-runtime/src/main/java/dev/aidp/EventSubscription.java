package dev.aidp;

import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.journal.Changes;
import dev.aidp.runtime.journal.Database;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody listens to the events of a run. It ends with the run, or by {@link #close()}, or with
 * the {@link Aidp} that the run is of.
 *
 * <pre>{@code
 * try (EventSubscription events =
 *     run.events(RunEvent.BEGINNING, event -> System.out.println(event.entry().key()))) {
 *   events.ended().join(); // what went wrong with the listener is thrown here
 * }
 * }</pre>
 */
public final class EventSubscription implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);

  /** What is asked for more after so long, if nothing tells that there may be more. */
  private static final Duration SHORTEST = Duration.ofMillis(250);

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One look at a store that tells of changes costs next to nothing. */
  private static final Duration MOMENT = Duration.ofMillis(20);

  /** Of the time, looking takes at most one part in so many. */
  private static final int SHARE = 10;

  /** The run that is listened to. */
  interface Source {

    /** Returns its generation. */
    int generation();

    /** Returns the id that its engine knows {@code generation} by. */
    String engineId(int generation);

    /** Returns what is recorded of {@code engineId} and its parts, but for some parts. */
    List<HistoryEntry> history(String engineId, Predicate<String> without);

    /** Returns what tells, cheaply, that there may be more; to be closed by the same thread. */
    Changed changed();
  }

  /** Tells whether there may be more. */
  interface Changed extends BooleanSupplier, AutoCloseable {

    /** Never tells: one asks again after a while. */
    Changed UNKNOWN = () -> false;

    @Override
    default void close() {}
  }

  /** Those of an Aidp that have not ended. */
  static final class All implements AutoCloseable {

    private final Set<EventSubscription> open = ConcurrentHashMap.newKeySet();
    private final Supplier<Changed> changes;

    /** Makes them; {@code changes} gives what tells of what the native engine records. */
    All(Supplier<Changed> changes) {
      this.changes = changes;
    }

    /** Returns those of an Aidp with this database. */
    static All of(Database database) {
      return new All(() -> changed(database.changes()));
    }

    private static Changed changed(Changes changes) {
      return new Changed() {

        @Override
        public boolean getAsBoolean() {
          return changes.any();
        }

        @Override
        public void close() {
          changes.close();
        }
      };
    }

    /** Returns what tells of what the native engine of any process records. */
    Changed changes() {
      return changes.get();
    }

    EventSubscription begin(
        String name, Source run, EventCursor after, Consumer<RunEvent> listener, Executor by) {
      EventSubscription begun = new EventSubscription(run, after, listener, by);
      open.add(begun);
      begun.ended.whenComplete((nothing, e) -> open.remove(begun));
      begun.thread.setName("aidp-events-" + name);
      begun.thread.setDaemon(true);
      begun.thread.start();
      return begun;
    }

    @Override
    public void close() {
      List<EventSubscription> all = List.copyOf(open);
      all.forEach(EventSubscription::close);
      all.forEach(EventSubscription::awaitThread);
    }
  }

  private final Source run;
  private final Consumer<RunEvent> listener;
  private final Executor by;
  private final Thread thread = new Thread(this::follow);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Map<String, HistoryEntry> first = new LinkedHashMap<>();
  private final Set<String> over = new HashSet<>();
  private EventCursor cursor;

  private EventSubscription(
      Source run, EventCursor after, Consumer<RunEvent> listener, Executor by) {
    this.run = run;
    this.cursor = after;
    this.listener = listener;
    this.by = by;
  }

  /**
   * Completes once the listener has been told of the run's end, whatever that was; fails with what
   * the listener has thrown, if the run is pruned, or, by a {@link
   * java.util.concurrent.CancellationException}, if this is closed before.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Tells no more. When this returns, the listener is not being told of anything, unless it is that
   * itself who called this.
   */
  @Override
  public synchronized void close() {
    ended.cancel(false);
    LockSupport.unpark(thread);
  }

  /** Whoever listens may be the one who closes all, or hang. */
  private void awaitThread() {
    try {
      if (Thread.currentThread() != thread) {
        thread.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (Changed changed = run.changed()) {
      Duration pause = SHORTEST;
      while (!ended.isDone()) {
        long began = System.nanoTime();
        boolean fresh = look();
        pause = fresh ? SHORTEST : min(pause.multipliedBy(2), LONGEST);
        long rest = (System.nanoTime() - began) * (SHARE - 1);
        await(changed, rest, changed == Changed.UNKNOWN ? pause : LONGEST.multipliedBy(5));
      }
    } catch (RuntimeException e) {
      ended.completeExceptionally(
          e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
    }
  }

  /** Tells what is new, and returns whether something was. */
  private boolean look() {
    int newest = run.generation();
    List<RunEvent> fresh;
    try {
      String id = run.engineId(cursor.generation());
      List<HistoryEntry> history = run.history(id, this::over);
      fresh = cursor.advance(id, history);
      remember(history);
    } catch (NotFoundException | UnusableException e) { // it may not have begun
      LOG.debug("No events for now: {}", e.toString());
      return false;
    }
    CompletableFuture<Void> told = CompletableFuture.runAsync(() -> fresh.forEach(this::tell), by);
    CompletableFuture.anyOf(told, ended).join(); // who closes it need not wait for an executor
    if (!first.isEmpty() && over.containsAll(first.keySet())) {
      if (newest == cursor.generation()) {
        ended.complete(null);
      } else {
        cursor = EventCursor.generation(cursor.generation() + 1);
        first.clear();
        over.clear();
      }
    }
    return !fresh.isEmpty();
  }

  /** Parts that have ended are not read again, unless some part has begun anew. */
  private void remember(List<HistoryEntry> history) {
    Set<String> seen = new HashSet<>();
    for (HistoryEntry entry : history) {
      HistoryEntry before = seen.add(entry.run()) ? first.put(entry.run(), entry) : entry;
      if (before != null && before != entry && !before.at().equals(entry.at())) {
        over.clear();
      }
    }
    for (HistoryEntry entry : history) {
      if (entry.kind() == HistoryEntry.Kind.ENDED) {
        over.add(entry.run());
      }
    }
  }

  private boolean over(String part) {
    return over.contains(part)
        && first.keySet().stream()
            .filter(other -> other.startsWith(part + "/"))
            .allMatch(over::contains);
  }

  private synchronized void tell(RunEvent event) {
    if (!ended.isDone()) {
      listener.accept(event);
    }
  }

  private void await(Changed changed, long atLeastNanos, Duration atMost) {
    long began = System.nanoTime();
    long most = Math.max(atLeastNanos, atMost.toNanos());
    while (!ended.isDone()) {
      long passed = System.nanoTime() - began;
      if (passed >= most || passed >= atLeastNanos && changed.getAsBoolean()) {
        return;
      }
      long left = changed == Changed.UNKNOWN ? most - passed : MOMENT.toNanos();
      LockSupport.parkNanos(Math.min(left, most - passed));
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
