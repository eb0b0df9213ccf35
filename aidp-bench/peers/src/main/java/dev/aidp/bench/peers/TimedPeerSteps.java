package dev.aidp.bench.peers;

import dev.aidp.activity.StepInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Does nothing, notes when each iteration began, and tells of it. */
final class TimedPeerSteps implements PeerSteps {

  private static final String REPLY = "r".repeat(4 << 10);

  private final AtomicLongArray began;
  private final IntConsumer begins;

  TimedPeerSteps(int most, IntConsumer begins) {
    began = new AtomicLongArray(most + 1);
    this.begins = begins;
  }

  /** Returns what adds the number of each iteration that begins to a file. */
  static IntConsumer noting(Path file) {
    return iteration -> {
      try {
        Files.writeString(
            file, iteration + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public String agent(int iteration, int millis, String request) {
    began.set(iteration, System.nanoTime());
    begins.accept(iteration);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return REPLY;
  }

  @Override
  public boolean tests(int iteration) {
    return true;
  }

  @Override
  public boolean lint(int iteration) {
    return true;
  }

  @Override
  public boolean iterate(int iteration, int millis, String request) {
    StepInfo.current().keep(agent(iteration, millis, request));
    return tests(iteration) && lint(iteration);
  }

  @Override
  public int step(int unit, int number) {
    return unit + number;
  }

  /** Returns the mean of the iterations from one to another, each to the next one's begin. */
  double mean(int from, int to) {
    return (began.get(to) - began.get(from)) / 1e6 / (to - from);
  }
}
