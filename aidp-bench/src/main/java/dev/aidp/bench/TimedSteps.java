package dev.aidp.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Does nothing, and notes when each iteration began. */
final class TimedSteps implements IterationSteps {

  private static final int REPLY_BYTES = 4 << 10;
  private static final Reply REPLY = new Reply("r".repeat(REPLY_BYTES));

  private final AtomicLongArray began;

  TimedSteps(int iterations) {
    began = new AtomicLongArray(iterations);
  }

  @Override
  public Reply agent(Order order) {
    began.set(order.iteration(), System.nanoTime());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.agentMillis());
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return REPLY;
  }

  @Override
  public Reply checks(Order order) {
    return REPLY;
  }

  /**
   * Returns the time of one iteration of the last run: from the first one's begin to the last
   * one's.
   */
  double millisPerIteration() {
    int last = began.length() - 1;
    return (began.get(last) - began.get(0)) / 1e6 / last;
  }
}
