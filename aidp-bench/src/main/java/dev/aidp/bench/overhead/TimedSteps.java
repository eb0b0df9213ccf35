package dev.aidp.bench.overhead;

import dev.aidp.activity.StepInfo;
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
  public Reply iterate(Order order) {
    Reply reply = turn(order);
    StepInfo.current().keep(reply);
    return reply;
  }

  /** Does what an iteration does where nothing is kept. */
  Reply turn(Order order) {
    began.set(order.iteration(), System.nanoTime());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.agentMillis());
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return REPLY;
  }

  /** Returns how many milliseconds each of so many took, to the next one's begin. */
  double[] times(int iterations) {
    double[] each = new double[iterations];
    for (int i = 0; i < each.length; i++) {
      each[i] = (began.get(i + 1) - began.get(i)) / 1e6;
    }
    return each;
  }
}
