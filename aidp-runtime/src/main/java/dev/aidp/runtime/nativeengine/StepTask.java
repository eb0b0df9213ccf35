package dev.aidp.runtime.nativeengine;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.workflow.Retry;
import dev.aidp.workflows.wire.Beat;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step being performed, from its request to its outcome, with what the activity may know of it.
 */
final class StepTask implements Runnable, StepInfo {

  /** What is performed; it returns JSON. */
  interface Body {
    String perform() throws Throwable;
  }

  private final RunLoop run;
  private final Request.OfStep request;
  private final Body body;
  private volatile Journal.Start start;
  private boolean rested;
  private @Nullable Runnable rest;
  private Beat said = Beat.NONE;
  private @Nullable Thread thread;
  private @Nullable FailureKind stop;
  private boolean begun;
  private boolean abandoned;
  private volatile long startedAt;
  private volatile long beatAt;
  private volatile boolean beats;

  StepTask(RunLoop run, Request.OfStep request, Body body, Journal.Start start) {
    this.run = run;
    this.request = request;
    this.body = body;
    this.start = start;
  }

  @Override
  public void run() {
    try {
      runOnce();
    } finally {
      run.executed();
    }
  }

  private void runOnce() {
    if (!beginning()) {
      run.left(this);
      return;
    }
    Answer answer;
    try {
      startAgain();
      answer = stoppedBeforeFirstStart() ? cancelled() : perform();
    } catch (UnusableException e) {
      end();
      run.lost(this, e);
      return;
    } catch (Error e) {
      end();
      run.lost(
          this,
          new UnusableException(
              "The step %s broke off: %s".formatted(key(), e), "Go on with the run.", e));
      throw e;
    }
    if (!end()) {
      run.left(this);
    } else if (!repeated(answer)) {
      run.done(this, answer);
    }
  }

  private synchronized boolean beginning() {
    thread = Thread.currentThread();
    begun = true;
    say(null);
    startedAt = System.nanoTime();
    beatAt = startedAt;
    beats = false;
    return !abandoned;
  }

  /** Returns whether the outcome counts. From here on nobody interrupts this thread any more. */
  private synchronized boolean end() {
    thread = null;
    Thread.interrupted();
    return !abandoned;
  }

  /**
   * A stopped step that an earlier process began is begun again, so that it can end what that one
   * left; one that only waits for its next attempt has left nothing.
   */
  private synchronized boolean stoppedBeforeFirstStart() {
    return stop != null && (start.attempt() == 1 || rested);
  }

  private Answer perform() {
    try {
      return new Answer(true, StepInfo.performing(this, this::call));
    } catch (UnusableException e) {
      throw e;
    } catch (StepCancelledException e) {
      return stopped().orElse(Payload.failed(e.failure()));
    } catch (AidpException e) {
      return Payload.failed(e.failure());
    } catch (Exception e) {
      return stopped().orElseGet(() -> Payload.failed(request.step().retry().unclassified(e)));
    }
  }

  private String call() throws Exception {
    try {
      return body.perform();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized Optional<Answer> stopped() {
    return Optional.ofNullable(stop)
        .map(
            kind ->
                Payload.failed(
                    Failure.of(
                        kind,
                        kind == FailureKind.TIMEOUT
                            ? "longer than " + request.step().timeout()
                            : "was stopped")));
  }

  private static Answer cancelled() {
    return Payload.failed(Failure.of(FailureKind.CANCELLED, "was stopped"));
  }

  private boolean repeated(Answer answer) {
    if (answer.ok()) {
      return false;
    }
    FailureKind kind = Wire.<Failure>read(answer.payload(), Failure.class).kind();
    Retry retry = request.step().retry();
    synchronized (this) {
      if (stop == FailureKind.CANCELLED || !retry.repeats(kind, attempt())) {
        return false;
      }
      begun = false;
      stop = null;
    }
    Instant next = run.time().plus(retry.pauseAfter(attempt()));
    if (counted()) {
      run.repeats(request.key(), next);
    }
    rest(next);
    return true;
  }

  /** Performs it once it is time for its next attempt, or at once. */
  void begin() {
    Instant next = start.next();
    if (next == null) {
      run.execute(this);
    } else {
      rest(next);
    }
  }

  private void rest(Instant next) {
    boolean stopped;
    synchronized (this) {
      rested = true;
      rest = () -> {}; // it may end before the timer is known
    }
    Runnable forget = run.at(this, next, this::wake);
    synchronized (this) {
      if (rest != null) {
        rest = forget;
      }
      stopped = stop != null || abandoned;
    }
    if (stopped) {
      wake();
    }
  }

  /** Ends the pause between two attempts, if there is one. */
  private void wake() {
    Runnable forget;
    synchronized (this) {
      forget = rest;
      rest = null;
    }
    if (forget != null) {
      forget.run();
      run.execute(this);
    }
  }

  /** After a pause, this is another attempt. */
  private void startAgain() {
    if (rested && !stoppedBeforeFirstStart()) {
      start =
          counted()
              ? run.startedAgain(request.key())
              : new Journal.Start(start.attempt() + 1, null, null);
      rested = false;
    }
  }

  private boolean counted() {
    return request.step().stoppable();
  }

  /** Asks the activity to stop; its next beat throws, and it is interrupted. */
  void stop() {
    stop(FailureKind.CANCELLED);
  }

  private void stop(FailureKind kind) {
    synchronized (this) {
      stop = stop == FailureKind.CANCELLED ? stop : kind;
      interrupt();
    }
    wake();
  }

  /** Asks the activity to stop, and forgets what comes of it. */
  void abandon() {
    synchronized (this) {
      abandoned = true;
      interrupt();
    }
    wake();
  }

  /** Forgets it unless it is being performed; returns whether it is forgotten. */
  synchronized boolean withdraw() {
    abandoned |= !begun;
    return !begun;
  }

  private synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Ends it if it takes longer than it may; returns how long it has given no sign of life, in
   * nanoseconds, if it has given any.
   */
  long watch(long now) {
    boolean performing;
    synchronized (this) {
      performing = thread != null;
    }
    if (!performing) {
      return 0;
    }
    if (now - startedAt > request.step().timeout().toNanos()) {
      stop(FailureKind.TIMEOUT);
    }
    return beats ? now - beatAt : 0;
  }

  String runId() {
    return run.id();
  }

  boolean of(RunLoop run) {
    return this.run == run;
  }

  Request.OfStep request() {
    return request;
  }

  @Override
  public String key() {
    return run.id() + ":" + request.key();
  }

  @Override
  public int attempt() {
    return start.attempt();
  }

  @Override
  public void beat(@Nullable Object details) {
    beatAt = System.nanoTime();
    beats = true;
    if (counted()) {
      say(details);
    }
    synchronized (this) {
      if (stop != null || abandoned) {
        throw new StepCancelledException("The step " + key() + " shall stop.");
      }
    }
  }

  /** Who says nothing new does not wait any more; else what was said still holds. */
  private synchronized void say(@Nullable Object details) {
    tell(details == null ? said.begun() : said.saying(details));
  }

  /** Says that it waits for a place, unless an earlier start has said what is still needed. */
  synchronized void queued() {
    if (!begun) {
      tell(Beat.WAITING);
    }
  }

  private void tell(Beat now) {
    if (!now.equals(said)) {
      said = now;
      run.beat(request.key(), standing());
    }
  }

  private String standing() {
    return Wire.json(said.after(Beat.read(start.details())));
  }

  @Override
  public void keep(Object part) {
    beat(null);
    synchronized (this) {
      said = said.keeping(part);
      run.keep(request.key(), standing());
    }
  }

  @Override
  public <P> Optional<P> kept(Class<P> type) {
    return Beat.read(start.details()).kept(type);
  }

  @Override
  public void awaitDurable() {
    run.awaitDurable();
  }

  @Override
  public <D> Optional<D> lastBeat(Class<D> type) {
    return Beat.read(start.details()).said(type);
  }

  @Override
  public String toString() {
    return key();
  }
}
