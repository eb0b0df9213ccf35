package dev.aidp.testkit.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for an observed effect; its limit only guards against waiting for ever. */
public final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 5;

  private Await() {}

  /**
   * Returns when {@code effect} is there.
   *
   * @param what it is, for the error if it never comes
   */
  public static void until(BooleanSupplier effect, String what) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!effect.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited " + LIMIT.toSeconds() + " s for " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
