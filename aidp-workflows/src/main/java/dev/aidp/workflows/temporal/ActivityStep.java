package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.activity.Printed;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.workflows.wire.Wire;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.converter.DataConverterException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The step that an activity performs, which beats by itself and knows its limit. */
final class ActivityStep implements StepInfo {

  /** A beat may ask a server, which may not answer: others go on meanwhile. */
  private static final int BEATING_THREADS = 8;

  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private static final ScheduledThreadPoolExecutor BEATS = beats();

  private final ActivityExecutionContext context;
  private final String key;
  private final int starts;
  private final StepWatch watch;
  private volatile @Nullable ActivityCompletionException stopped;
  private @Nullable Object said;
  private volatile @Nullable Supplier<Printed> printing;
  private @Nullable Printed printed;
  private volatile boolean late;
  private @Nullable Thread performer;

  /**
   * Makes it.
   *
   * @param starts how often it was begun before the server's own count
   */
  ActivityStep(ActivityExecutionContext context, String key, int starts, StepWatch watch) {
    this.context = context;
    this.key = key;
    this.starts = starts;
    this.watch = watch;
  }

  private static ScheduledThreadPoolExecutor beats() {
    ScheduledThreadPoolExecutor beats =
        new ScheduledThreadPoolExecutor(
            BEATING_THREADS,
            body -> {
              Thread thread = new Thread(body, "aidp-step-beat");
              thread.setDaemon(true);
              return thread;
            });
    beats.setRemoveOnCancelPolicy(true); // most limits are hours away when their step has ended
    return beats;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public int attempt() {
    return starts + context.getInfo().getAttempt();
  }

  @Override
  public void beat(@Nullable Object details) {
    if (watch.released()) {
      throw new StepCancelledException("This process gives the step back.");
    }
    try {
      context.heartbeat(saying(details));
    } catch (ActivityCompletionException e) {
      stopped = e;
      throw new StepCancelledException("The step was asked to stop.");
    }
    if (late) {
      throw new StepCancelledException("The step takes longer than it may.");
    }
  }

  /** Who says nothing new still says what was said, but that it waits. */
  private synchronized @Nullable Object saying(@Nullable Object details) {
    if (details != null) {
      said = details;
    } else if (WAITING.equals(said)) {
      said = null;
    }
    return standing();
  }

  @Override
  public void printing(Supplier<Printed> now) {
    printing = now;
  }

  /** Returns what was said last, by this start or by the one before. */
  private synchronized @Nullable Object standing() {
    if (said == null) {
      said = lastBeat(JsonNode.class).orElse(null);
    }
    return printed != null && Wire.tree(Wire.json(said)) instanceof ObjectNode traces
        ? BeatDetails.with(printed, traces)
        : said;
  }

  private void look() {
    Supplier<Printed> now = printing;
    if (now != null) {
      Printed seen = now.get();
      synchronized (this) {
        printed = seen;
      }
    }
  }

  @Override
  public <D> Optional<D> lastBeat(Class<D> type) {
    try {
      return context
          .getLastHeartbeatDetails(JsonNode.class)
          .filter(json -> !json.isNull() && !json.asText().equals(WAITING))
          .map(json -> Wire.<D>read(json.toString(), type));
    } catch (DataConverterException | IllegalArgumentException e) {
      return Optional.empty(); // of a start that never began
    }
  }

  /**
   * Begins to beat for the current thread, which performs the step, until what is returned ends.
   */
  AutoCloseable alive(StepHeader.Terms terms) {
    performer = Thread.currentThread();
    long millis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(1, terms.heartbeat().toMillis() / 4));
    ScheduledFuture<?> beats =
        BEATS.scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> limit =
        BEATS.schedule(this::limit, nanos(terms.timeout()), TimeUnit.NANOSECONDS);
    return () -> {
      beats.cancel(false);
      limit.cancel(false);
      ended();
    };
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofDays(100_000)) > 0 ? Long.MAX_VALUE : time.toNanos();
  }

  /** An exception would end the beats, and then another worker would perform the step as well. */
  private void tick() {
    if (stopped != null || watch.released()) {
      return;
    }
    try {
      look();
      context.heartbeat(standing());
    } catch (ActivityCompletionException e) {
      stopped = e;
      interrupt();
    } catch (RuntimeException e) {
      // The server may answer the next one.
    }
  }

  private void limit() {
    late = true;
    interrupt();
  }

  private synchronized void interrupt() {
    if (performer != null) {
      performer.interrupt();
    }
  }

  /** From here on nobody interrupts this thread any more: others use it. */
  private synchronized void ended() {
    performer = null;
    Thread.interrupted();
  }

  /** Returns what the server wants to hear if the step ends because it was asked to stop. */
  @Nullable ActivityCompletionException stopped() {
    return stopped;
  }

  /** Returns whether it has taken longer than it may. */
  boolean late() {
    return late;
  }
}
