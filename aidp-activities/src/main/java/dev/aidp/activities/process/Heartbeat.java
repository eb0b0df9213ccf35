package dev.aidp.activities.process;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepCancelledException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats for a step while it does something that cannot beat by itself, such as a long git command.
 */
public final class Heartbeat {

  /** A beat may ask a server, which may not answer: others go on meanwhile. */
  private static final int THREADS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private static final ScheduledExecutorService BEATS =
      Executors.newScheduledThreadPool(
          THREADS,
          body -> {
            Thread thread = new Thread(body, "aidp-pulse");
            thread.setDaemon(true);
            return thread;
          });

  private Heartbeat() {}

  /** Performs {@code body}; that the step was cancelled meanwhile is heard at its next own beat. */
  public static <T> T during(Supplier<T> body) {
    StepInfo step = StepInfo.current();
    ScheduledFuture<?> beats = BEATS.scheduleAtFixedRate(() -> beat(step), 1, 1, TimeUnit.SECONDS);
    try {
      return body.get();
    } finally {
      beats.cancel(false);
    }
  }

  /** Performs {@code body} likewise. */
  public static void during(Runnable body) {
    Integer unused =
        during(
            () -> {
              body.run();
              return 0;
            });
  }

  private static void beat(StepInfo step) {
    try {
      step.beat(null);
    } catch (StepCancelledException e) {
      // What is under way ends first: it is short, and must not be left half done.
    } catch (RuntimeException e) {
      LOG.debug("A beat of {} was not heard; the next one may be", step.key(), e);
    }
  }
}
