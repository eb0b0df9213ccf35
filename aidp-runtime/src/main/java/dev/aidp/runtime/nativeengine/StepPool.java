package dev.aidp.runtime.nativeengine;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Threads for steps of one weight. The thread that ends a step also tells its run so, which mostly
 * asks for the next step at once: that one is kept for the same thread, as waking another costs
 * more than anything else of an empty step.
 */
final class StepPool implements Executor {

  /** What the current thread of a pool does when it has done what it does. */
  private static final class Next {
    final StepPool pool;
    @Nullable Runnable task;

    Next(StepPool pool, Runnable task) {
      this.pool = pool;
      this.task = task;
    }
  }

  private static final ThreadLocal<@Nullable Next> NEXT = new ThreadLocal<>();

  private final ThreadPoolExecutor threads;

  StepPool(ThreadPoolExecutor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    Next next = NEXT.get();
    // Whoever waits in the queue was there before.
    if (next != null && next.pool == this && next.task == null && threads.getQueue().isEmpty()) {
      next.task = task;
    } else {
      threads.execute(() -> perform(task));
    }
  }

  private void perform(Runnable first) {
    Next next = new Next(this, first);
    NEXT.set(next);
    try {
      for (Runnable task = next.task; task != null; task = next.task) {
        next.task = null;
        task.run();
      }
    } finally {
      NEXT.remove();
    }
  }

  void close() {
    threads.shutdown();
  }
}
