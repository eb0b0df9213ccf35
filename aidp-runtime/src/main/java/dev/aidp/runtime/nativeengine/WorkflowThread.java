package dev.aidp.runtime.nativeengine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a workflow: main, a signal's handler, or an async body. It executes only while it
 * has the baton, which the loop hands it by {@link #resume} and it hands back by waiting or ending.
 */
final class WorkflowThread {

  private static final ThreadLocal<@Nullable WorkflowThread> CURRENT = new ThreadLocal<>();
  private static final long FAREWELL_NANOS =
      TimeUnit.SECONDS.toNanos(5); // for finally blocks of abandoned threads

  /** A decision mostly takes less than it takes to put a thread to sleep and wake it again. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  final Program program;
  String scope;
  @Nullable List<Request.OfStep> captured;

  private final Runnable body;
  private @Nullable BooleanSupplier condition;
  private @Nullable RuntimeException brokenCondition;
  private boolean started;
  private boolean abandoned;
  private volatile boolean hasBaton;
  private volatile boolean done;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Thread loop;

  WorkflowThread(Program program, String scope, Runnable body) {
    this.program = program;
    this.scope = scope;
    this.body = body;
  }

  /** Returns the strand of {@code program} that the caller is, or null. */
  static @Nullable WorkflowThread current(Program program) {
    WorkflowThread strand = CURRENT.get();
    return strand != null && strand.program == program ? strand : null;
  }

  boolean done() {
    return done;
  }

  @Nullable Thread thread() {
    return thread;
  }

  /** Returns whether what it waits for has come; asked by the loop. */
  boolean ready() {
    if (done) {
      return false;
    }
    try {
      return condition == null || condition.getAsBoolean();
    } catch (RuntimeException e) {
      brokenCondition = e;
      return true;
    }
  }

  /** Lets it execute until it waits again or ends; called by the loop. */
  void resume(Executor threads) {
    hand(threads);
    long patience = System.nanoTime() + SPIN_NANOS;
    while (hasBaton && System.nanoTime() - patience < 0) {
      Thread.onSpinWait();
    }
    while (hasBaton) {
      LockSupport.park(this);
    }
  }

  private void hand(Executor threads) {
    loop = Thread.currentThread();
    hasBaton = true;
    if (started) {
      LockSupport.unpark(thread);
    } else {
      started = true;
      threads.execute(this::execute);
    }
  }

  /** Ends it where it waits; called by the loop. */
  void abandon(Executor threads) {
    abandoned = true;
    if (!started || done) {
      done = true;
      return;
    }
    hand(threads);
    long end = System.nanoTime() + FAREWELL_NANOS;
    while (hasBaton && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, FAREWELL_NANOS);
    }
  }

  /** Waits until {@code condition} holds; called by itself. */
  void await(BooleanSupplier condition) {
    if (captured != null) {
      throw new IllegalStateException("A step's call must not wait for anything itself.");
    }
    if (!abandoned && condition.getAsBoolean()) {
      return;
    }
    this.condition = condition;
    if (!abandoned) {
      giveBaton();
      while (!hasBaton) {
        LockSupport.park(this);
      }
    }
    if (abandoned) {
      throw new Abandoned();
    }
    this.condition = null;
    if (brokenCondition != null) {
      throw brokenCondition;
    }
  }

  private void giveBaton() {
    Thread waiting = loop;
    hasBaton = false;
    LockSupport.unpark(waiting);
  }

  private void execute() {
    thread = Thread.currentThread();
    CURRENT.set(this);
    try {
      body.run();
    } catch (Abandoned end) {
      // Nobody waits for it any more.
    } catch (Throwable e) {
      program.broken(e);
    } finally {
      CURRENT.remove();
      done = true;
      giveBaton();
    }
  }
}
