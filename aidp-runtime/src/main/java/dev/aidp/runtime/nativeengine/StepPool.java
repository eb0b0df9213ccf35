package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.engine.Places;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Threads for steps of one weight, each of which takes a place first. The thread that ends a step
 * also tells its run so, which mostly asks for the next step at once: that one is kept for the same
 * thread, as waking another costs more than anything else of an empty step.
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
  private final Places places;

  StepPool(ThreadPoolExecutor threads, Places places) {
    this.threads = threads;
    this.places = places;
  }

  @Override
  public void execute(Runnable task) {
    Next next = NEXT.get();
    // Whoever waits for a place was there before.
    if (next != null && next.pool == this && next.task == null && !places.crowded()) {
      next.task = task;
    } else {
      queue(task);
    }
  }

  private void queue(Runnable task) {
    Places.Ticket place = places.ask(run(task), mine -> threads.execute(() -> perform(task, mine)));
    if (task instanceof StepTask step && place.waits()) {
      step.queued();
    }
  }

  private static String run(Runnable task) {
    return task instanceof StepTask step ? step.runId() : "";
  }

  private void perform(Runnable first, Places.Ticket place) {
    Next next = new Next(this, first);
    NEXT.set(next);
    Places.Ticket held = place;
    try {
      for (Runnable task = next.task; task != null; task = next.task) {
        next.task = null;
        task.run();
        held = keep(next, held);
      }
    } finally {
      NEXT.remove();
      held.leave();
    }
  }

  /** Returns the place of what is kept for this thread; it queues if others came before it. */
  private Places.Ticket keep(Next next, Places.Ticket held) {
    Runnable kept = next.task;
    Places.Ticket passed = kept == null ? null : held.pass(run(kept));
    if (kept != null && passed == null) {
      next.task = null;
      queue(kept);
    }
    return passed == null ? held : passed;
  }

  Places.Use use() {
    return places.use();
  }

  void close() {
    threads.shutdown();
  }
}
