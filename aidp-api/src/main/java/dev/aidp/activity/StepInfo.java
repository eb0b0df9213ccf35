package dev.aidp.activity;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The step that the current thread performs. Made by an engine; safe for use by many threads.
 *
 * <p>An activity's order is: end what an earlier start of the step has left behind, beat, and only
 * then begin. A beat throws if the step shall stop already, and what was left must have ended even
 * then. An engine may also interrupt the thread of a step that shall stop, so that one that blocks
 * between two beats hears of it.
 */
public interface StepInfo {

  /** What a step says by its beat while it waits for a place; no later start needs to know. */
  String WAITING = "waiting for a place";

  /**
   * Returns the run's full id and the step's key, such as {@code
   * f-csv/model:attempt-1/iteration-3/agent}.
   */
  String key();

  /**
   * Returns how often this step was given out to be performed, from 1; above 1 an earlier start may
   * have been lost with its process.
   */
  int attempt();

  /**
   * Hears whether the step shall stop, and keeps {@code details}. That it is alive an engine says
   * by itself, so a step that never beats is fine: it is interrupted when it shall stop. Calling it
   * often is cheap.
   *
   * @param details what a later start of the same step needs to find this one's traces; a wire
   *     record, or null
   * @throws dev.aidp.failure.StepCancelledException if the step shall stop: end what you have
   *     started, and let it pass
   */
  void beat(@Nullable Object details);

  /**
   * Waits until every outcome of a turn that may have led to this step would outlive the loss of
   * power too. An engine may begin a step a moment before that, as long as only the death of its
   * process is outlived. Call it right before an effect outside that nothing takes back, such as a
   * message or a payment; commands that Aidp starts wait by themselves. Does nothing where outcomes
   * are as durable as they become before anything follows from them, as on Temporal.
   *
   * @throws dev.aidp.failure.UnusableException if the disk cannot be written; let it pass
   */
  default void awaitDurable() {}

  /**
   * Lets those who look from another host see what the step prints: {@code now} is asked about once
   * a second while the step is under way and tells of its traces by its beats. Does nothing where
   * nobody looks from another host.
   */
  default void printing(Supplier<Printed> now) {}

  /** Returns the last details of the start before this one. */
  <D> Optional<D> lastBeat(Class<D> type);

  /**
   * Keeps a part of the step's outcome that a later start shall not have to produce again. Returns
   * once the part outlives this process as the outcome would: a later start finds it, on whatever
   * host that is performed.
   *
   * @param part a wire record of a few kilobytes; the last one counts
   * @throws dev.aidp.failure.StepCancelledException if the step shall stop
   * @throws dev.aidp.failure.UnusableException if nothing can be kept now; let it pass
   */
  default void keep(Object part) {}

  /** Returns what earlier starts of the step have kept last. */
  default <P> Optional<P> kept(Class<P> type) {
    return Optional.empty();
  }

  /**
   * Returns the step that the current thread performs.
   *
   * @throws IllegalStateException if it performs none
   */
  static StepInfo current() {
    return CurrentStep.get();
  }

  /** Performs {@code body} as {@code step}; for engines and tests. */
  static <T> T performing(StepInfo step, java.util.concurrent.Callable<T> body) throws Exception {
    return CurrentStep.during(step, body);
  }
}
