package dev.aidp.testkit.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for an observed effect; its limit only guards against waiting for ever. */
public final class Await {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(5);

  /** Who looks all the time slows down what is looked at. */
  private static final int PAUSES_PER_LOOK = 3;

  private Await() {}

  /**
   * Returns when {@code effect} is there.
   *
   * @param what it is, for the error if it never comes
   */
  public static void until(BooleanSupplier effect, String what) {
    long end = System.nanoTime() + LIMIT.toNanos();
    long began = System.nanoTime();
    while (!effect.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited " + LIMIT.toSeconds() + " s for " + what);
      }
      pause(Math.max(LOOK.toNanos(), PAUSES_PER_LOOK * (System.nanoTime() - began)));
      began = System.nanoTime();
    }
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
