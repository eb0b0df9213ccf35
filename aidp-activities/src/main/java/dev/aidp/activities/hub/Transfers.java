package dev.aidp.activities.hub;

import dev.aidp.artifact.ObjectStore;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Calls of a store, several at a time; one that it does not answer is made again for a while. */
final class Transfers {

  private static final int AT_ONCE = 16;
  private static final long IDLE_SECONDS = 10;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Duration patience;
  private final ThreadPoolExecutor threads;

  Transfers(Duration patience) {
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "aidp-artifacts");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** What is asked of a store. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws IOException;
  }

  /** What is asked of it for each of several. */
  @FunctionalInterface
  interface CallFor<A, T> {
    T make(A argument) throws IOException;
  }

  /** Makes {@code call} for each of {@code arguments}, and returns the answers in their order. */
  <A, T> List<T> all(ObjectStore store, List<A> arguments, CallFor<A, T> call) {
    if (arguments.size() == 1) {
      return List.of(tried(store, () -> call.make(arguments.get(0))));
    }
    List<Future<T>> asked = new ArrayList<>();
    for (A argument : arguments) {
      asked.add(threads.submit(() -> tried(store, () -> call.make(argument))));
    }
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> each : asked) {
        answers.add(each.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    } finally {
      asked.forEach(each -> each.cancel(true));
    }
  }

  /** Makes {@code call}, again and again while the store does not answer. */
  <T> T tried(ObjectStore store, Call<T> call) {
    long begin = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return call.make();
      } catch (IOException e) {
        if (System.nanoTime() - begin + TimeUnit.MILLISECONDS.toNanos(pause) > patience.toNanos()) {
          throw new UnusableException(
              "The store of artifacts %s does not do its part: %s".formatted(store.shown(), why(e)),
              "See that this host reaches it (repository.artifacts), then try again.",
              e);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      if (Thread.currentThread().isInterrupted()) {
        throw cancelled();
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static StepCancelledException cancelled() {
    return new StepCancelledException("Interrupted while the store of artifacts was asked.");
  }
}
