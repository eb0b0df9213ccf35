package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * An engine whose time stands still while anything happens and then leaps to the next thing that
 * will. A step may {@link #sleep}; one thing happens at a time, in an order that is always the
 * same.
 */
public final class VirtualTime extends Clock implements Executor, Ticker, AutoCloseable {

  private record Alarm(Instant time, long number, Runnable action) {}

  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::time).thenComparing(Alarm::number));
  private final ExecutorService threads = Executors.newCachedThreadPool(Threads.daemon("virtual"));
  private final Semaphore baton = new Semaphore(0);
  private volatile Instant now;
  private volatile boolean closing;
  private long alarmsSet;

  public VirtualTime(Instant now) {
    this.now = now;
  }

  /** Returns an engine in this time, with all of Aidp's workflows. */
  public NativeEngine engine(Database database, Object... activities) {
    return NativeEngine.builder(database)
        .workflow(Workflows.definitions().toArray(new WorkflowDefinition<?>[0]))
        .activities(activities)
        .ticker(this)
        .everythingOn(this)
        .build();
  }

  /** Lets time pass until {@code done}. */
  public void passUntil(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Runnable next = work.poll();
      if (next == null) {
        leap();
      } else if (next instanceof StepTask) {
        threads.execute(
            () -> {
              next.run();
              baton.release();
            });
        baton.acquireUninterruptibly();
      } else {
        next.run();
      }
    }
  }

  private void leap() {
    Alarm alarm = alarms.poll();
    if (alarm == null) {
      throw new AssertionError("Nothing will ever happen again");
    }
    now = alarm.time.isAfter(now) ? alarm.time : now;
    alarm.action.run();
  }

  /** Called by a step: returns when so much time has passed. */
  public void sleep(Duration time) {
    Semaphore asleep = new Semaphore(0);
    at(
        "sleep",
        now.plus(time),
        () -> {
          asleep.release();
          baton.acquireUninterruptibly();
        });
    baton.release();
    asleep.acquireUninterruptibly();
  }

  @Override
  public void execute(Runnable something) {
    if (closing) {
      something.run();
    } else {
      work.add(something);
    }
  }

  @Override
  public Runnable at(String name, Instant time, Runnable action) {
    Alarm alarm = new Alarm(time, alarmsSet++, action);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("it is the same time everywhere");
  }

  @Override
  public void close() {
    closing = true;
    for (Runnable rest = work.poll(); rest != null; rest = work.poll()) {
      rest.run();
    }
    threads.shutdownNow();
  }
}
