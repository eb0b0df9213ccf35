package dev.aidp.bench;

import dev.aidp.activity.StepInfo;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

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

  /** Returns how long the iterations of the last run took, each to the next one's begin. */
  Times times() {
    double[] each = new double[began.length() - 1];
    for (int i = 0; i < each.length; i++) {
      each[i] = (began.get(i + 1) - began.get(i)) / 1e6;
    }
    return new Times(
        Spread.of(DoubleStream.of(each).boxed().toList()).median(),
        DoubleStream.of(each).average().orElseThrow());
  }

  /** The median iteration of a run, and the mean of all, in milliseconds. */
  record Times(double median, double mean) {

    Times minus(Times other) {
      return new Times(median - other.median, mean - other.mean);
    }
  }
}
