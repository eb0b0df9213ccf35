package dev.aidp.runtime.temporal;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How long calls of the service may take together: where no worker answers, an update that is sent
 * with a start would be waited for without end.
 */
final class Patience {

  private static final ScheduledExecutorService ENDS =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("aidp-patience").build());

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Calls<T, E extends Exception> {
    T make() throws E;
  }

  private Patience() {}

  /** Makes calls on this thread, the last of which fails when the time is over. */
  static <T, E extends Exception> T within(Duration limit, Calls<T, E> calls) throws E {
    Context.CancellableContext ends =
        Context.current().withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS, ENDS);
    Context before = ends.attach();
    try {
      return calls.make();
    } finally {
      ends.detach(before);
      ends.cancel(null);
    }
  }
}
