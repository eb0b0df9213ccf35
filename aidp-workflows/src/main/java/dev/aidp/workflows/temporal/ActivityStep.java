package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.activity.Printed;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.workflows.wire.Beat;
import dev.aidp.workflows.wire.Wire;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.common.converter.DataConverterException;
import java.nio.file.Path;
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
  private final StepTravel travel;
  private final Beat earlier;
  private volatile @Nullable ActivityCompletionException stopped;
  private volatile @Nullable Supplier<Printed> printing;
  private Beat now = Beat.NONE;
  private volatile boolean late;
  private volatile boolean givenBack;
  private @Nullable Thread performer;

  /**
   * Makes it.
   *
   * @param starts how often it was begun before the server's own count
   */
  ActivityStep(
      ActivityExecutionContext context,
      String key,
      int starts,
      StepWatch watch,
      StepTravel travel) {
    this.context = context;
    this.key = key;
    this.starts = starts;
    this.watch = watch;
    this.travel = travel;
    this.earlier = earlier(context);
  }

  private static Beat earlier(ActivityExecutionContext context) {
    try {
      return Beat.read(
          context.getLastHeartbeatDetails(JsonNode.class).map(JsonNode::toString).orElse(null));
    } catch (DataConverterException e) {
      return Beat.NONE; // of a start that never began
    }
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
      givenBack = true;
      throw new StepCancelledException("This process gives the step back.");
    }
    say(details);
    told(() -> context.heartbeat(standing()));
    if (late) {
      throw new StepCancelledException("The step takes longer than it may.");
    }
  }

  private void told(Runnable beat) {
    try {
      beat.run();
    } catch (ActivityCompletionException e) {
      stopped = e;
      throw new StepCancelledException("The step was asked to stop.");
    }
  }

  /** Who says nothing new still says what was said, but that it waits. */
  private synchronized void say(@Nullable Object details) {
    now = details == null ? now.begun() : now.saying(details);
  }

  /** Returns what was said and kept last, by this start or by the one before. */
  private synchronized @Nullable Beat standing() {
    Beat standing = now.after(earlier);
    return standing.equals(Beat.NONE) ? null : standing;
  }

  @Override
  public void printing(Supplier<Printed> now) {
    printing = now;
  }

  /** Returns the file that it prints to, or null. */
  @Nullable Path log() {
    Supplier<Printed> now = printing;
    return now == null ? null : Path.of(now.get().file());
  }

  private void look() {
    Supplier<Printed> seen = printing;
    if (seen != null) {
      Printed printed = seen.get();
      synchronized (this) {
        now = now.printing(printed);
      }
    }
  }

  @Override
  public <D> Optional<D> lastBeat(Class<D> type) {
    try {
      return earlier.said(type);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The server is told at once, and by each later beat if it does not answer now. */
  @Override
  public void keep(Object part) {
    beat(null);
    travel.keep(Wire.json(part));
    synchronized (this) {
      now = now.keeping(part);
    }
    told(
        () -> {
          try {
            context
                .getWorkflowClient()
                .newActivityCompletionClient()
                .heartbeat(context.getTaskToken(), standing());
          } catch (ActivityCompletionFailureException e) {
            context.heartbeat(standing());
          }
        });
  }

  @Override
  public <P> Optional<P> kept(Class<P> type) {
    return attempt() == 1
        ? Optional.empty()
        : travel
            .kept(Optional.ofNullable(earlier.kept()).map(JsonNode::toString))
            .map(json -> Wire.<P>read(json, type));
  }

  /**
   * Begins to beat for the current thread, which performs the step, until what is returned ends.
   */
  AutoCloseable alive(StepHeader.Terms terms) {
    performer = Thread.currentThread();
    long millis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(1, terms.heartbeat().toMillis() / 4));
    ScheduledFuture<?> beats =
        BEATS.scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    return () -> {
      beats.cancel(false);
      ended();
    };
  }

  /** Performs {@code body}, whose time is limited: that of what travels before and after is not. */
  <T> T limited(StepHeader.@Nullable Terms terms, Supplier<T> body) {
    if (terms == null) {
      return body.get();
    }
    ScheduledFuture<?> limit =
        BEATS.schedule(this::limit, nanos(terms.timeout()), TimeUnit.NANOSECONDS);
    try {
      return body.get();
    } finally {
      limit.cancel(false);
    }
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

  /** Returns whether it was told to let go, as another process shall perform it. */
  boolean givenBack() {
    return givenBack;
  }

  /** Returns whether it has taken longer than it may. */
  boolean late() {
    return late;
  }
}
