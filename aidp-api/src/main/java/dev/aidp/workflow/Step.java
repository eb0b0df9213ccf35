package dev.aidp.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a step is; never where it runs. The engine maps it to placement, time-outs, heartbeats and
 * retries in one table.
 *
 * <pre>{@code
 * Payments payments =
 *     context.steps(
 *         Payments.class,
 *         Step.command().timeout(Duration.ofMinutes(2)).retry(Retry.times(5)).on(Step.Weight.LIGHTWEIGHT));
 * }</pre>
 *
 * @param kind how long it may take and what it does to the outside
 * @param name the last part of its key, or null for the name of the called method
 * @param weight which pool of the host it occupies
 * @param retry what happens when it fails
 * @param timeout the longest one attempt may take: it is then asked to stop, by its next beat and
 *     by an interrupt, and has failed by {@code timeout} once it has ended
 * @param heartbeat the longest that an engine waits for a sign of life from the process that
 *     performs it before another one performs it again. Engines give these signs by themselves,
 *     also for a step that never beats. Natively a dead process is known at once
 */
public record Step(
    Kind kind,
    @Nullable String name,
    Weight weight,
    Retry retry,
    Duration timeout,
    Duration heartbeat) {

  /** The longest that a turn or a command may take unless its stub says less. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /** The longest that a quick step may take unless its stub says otherwise. */
  public static final Duration LONGEST_QUICK = Duration.ofSeconds(10);

  /**
   * A longer one delays the news of a dead worker, a shorter one mistakes a busy machine for it.
   */
  public static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** How long a step may take and whether it can be interrupted. */
  public enum Kind {
    /** An agent's turn: minutes; can be cancelled. A workflow repeats it, never an engine. */
    TURN,
    /** A check, a git operation, a call of a service: seconds to hours; can be cancelled. */
    COMMAND,
    /** Surely under two seconds and inside this process; cannot be cancelled. */
    QUICK
  }

  /** The pool of the host that a step occupies while it runs. */
  public enum Weight {
    /** Small work, many at once. */
    LIGHTWEIGHT,
    /** The default. */
    STANDARD,
    /** Work that needs most of a machine. */
    HEAVYWEIGHT
  }

  /** Checks the values. */
  public Step {
    if (timeout.isNegative() || timeout.isZero() || heartbeat.isNegative() || heartbeat.isZero()) {
      throw new IllegalArgumentException(
          "A step needs some time: timeout %s, heartbeat %s".formatted(timeout, heartbeat));
    }
  }

  /** Returns an agent's turn, which is not repeated. */
  public static Step turn() {
    return new Step(Kind.TURN, null, Weight.STANDARD, Retry.NEVER, LONGEST, HEARTBEAT);
  }

  /**
   * Returns a step that may take long, is repeated by {@link Retry#DEFAULT}, and can be cancelled.
   */
  public static Step command() {
    return new Step(Kind.COMMAND, null, Weight.STANDARD, Retry.DEFAULT, LONGEST, HEARTBEAT);
  }

  /** Returns a step that surely ends within two seconds, repeated by {@link Retry#DEFAULT}. */
  public static Step quick() {
    return new Step(Kind.QUICK, null, Weight.LIGHTWEIGHT, Retry.DEFAULT, LONGEST_QUICK, HEARTBEAT);
  }

  /** Returns a copy with this name, for a method that is called twice in one scope. */
  public Step named(String name) {
    return new Step(kind, name, weight, retry, timeout, heartbeat);
  }

  /** Returns a copy that occupies this pool. */
  public Step on(Weight weight) {
    return new Step(kind, name, weight, retry, timeout, heartbeat);
  }

  /** Returns a copy that is repeated so. */
  public Step retry(Retry retry) {
    return new Step(kind, name, weight, retry, timeout, heartbeat);
  }

  /**
   * Returns a copy no failure of which is repeated; what is lost with its process still is. Any
   * exception that is none of Aidp's is then a permanent failure.
   */
  public Step once() {
    return retry(Retry.NEVER);
  }

  /** Returns a copy an attempt of which may take this long. */
  public Step timeout(Duration timeout) {
    return new Step(kind, name, weight, retry, timeout, heartbeat);
  }

  /** Returns a copy whose process is taken for dead after this long without a sign of life. */
  public Step heartbeat(Duration heartbeat) {
    return new Step(kind, name, weight, retry, timeout, heartbeat);
  }

  /** Returns the quick step that a lambda is, whatever it was meant to be. */
  public Step lambda() {
    if (name == null) {
      throw new IllegalArgumentException("A lambda has no name of its own: give the step one");
    }
    return new Step(Kind.QUICK, name, Weight.LIGHTWEIGHT, retry, timeout, heartbeat);
  }

  /** Returns whether it hears that it shall stop; a quick one has ended before. */
  public boolean stoppable() {
    return kind != Kind.QUICK;
  }
}
