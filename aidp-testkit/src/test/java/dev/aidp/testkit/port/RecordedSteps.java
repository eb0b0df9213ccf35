package dev.aidp.testkit.port;

import com.google.common.collect.ImmutableList;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.StepFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** Implements {@link ToySteps} and remembers what was performed. */
public final class RecordedSteps implements ToySteps {

  /** When a failed step says that its limit ends. */
  public static final Instant RETRY_AT = Instant.parse("2026-01-02T03:04:05Z");

  private static final long PATIENCE_SECONDS = 120;
  private static final long BEAT_MILLIS = 50;

  private final List<String> performed = new CopyOnWriteArrayList<>();
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CyclicBarrier two = new CyclicBarrier(2);

  /** Returns what was performed, in order. */
  public ImmutableList<String> performed() {
    return ImmutableList.copyOf(performed);
  }

  /** Waits until {@link #work} has begun. */
  public void awaitWorking() throws InterruptedException {
    if (!working.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("No work has begun");
    }
  }

  /** Waits until this was performed. */
  public void awaitPerformed(String what) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!performed.contains(what)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " was not performed, but " + performed);
      }
      TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
    }
  }

  /** Waits until somebody has come to {@link #meet}. */
  public void awaitMeeting() throws InterruptedException {
    if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("Nobody has come to meet");
    }
  }

  @Override
  public String echo(String text) {
    performed.add("echo " + text);
    return text;
  }

  @Override
  public List<Count> counts(List<Count> counts) {
    return counts.stream().map(c -> new Count(c.word(), c.times() + 1)).toList();
  }

  @Override
  public void note(String text) {
    performed.add("note " + text);
  }

  @Override
  public String key() {
    return StepInfo.current().key();
  }

  @Override
  public String fail(String kind) {
    performed.add("fail " + kind);
    if (kind.equals("fault")) {
      throw new IllegalArgumentException("a fault");
    }
    throw new StepFailedException(
        new Failure(
            FailureKind.valueOf(kind.toUpperCase(Locale.ROOT)), "failed as told", RETRY_AT));
  }

  @Override
  public String meet(String text, int parties) {
    if (parties != two.getParties()) {
      throw new IllegalArgumentException("only two can meet here");
    }
    arrived.countDown();
    try {
      two.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return text;
    } catch (Exception e) {
      throw new IllegalStateException("nobody came to meet " + text, e);
    }
  }

  @Override
  public String flaky(String text, int failures) {
    int attempt = StepInfo.current().attempt();
    performed.add("flaky " + text + " " + attempt);
    if (attempt <= failures) {
      throw new IllegalStateException(text + " failed in attempt " + attempt);
    }
    return text;
  }

  @Override
  public String remembered(String text) {
    StepInfo step = StepInfo.current();
    if (step.attempt() == 1) {
      step.beat(text);
    }
    if (step.attempt() < 3) {
      step.beat(null);
      throw new IllegalStateException("failed");
    }
    return step.lastBeat(String.class).orElse("nothing");
  }

  @Override
  public String kept(String text) {
    StepInfo step = StepInfo.current();
    if (step.attempt() == 1) {
      step.beat("said");
      step.keep(new Count(text, step.kept(Count.class).isPresent() ? 2 : 1));
      step.beat("said later");
    }
    if (step.attempt() < 3) {
      step.beat(null);
      throw new IllegalStateException("failed");
    }
    return step.kept(Count.class) + ", " + step.lastBeat(String.class);
  }

  @Override
  public String silent(String text, long millis) {
    performed.add("silent " + text);
    working.countDown();
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return text;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public String work(String text) {
    performed.add("begun " + text);
    try {
      while (true) {
        StepInfo.current().beat(text);
        working.countDown();
        pause();
      }
    } catch (StepCancelledException e) {
      performed.add("stopped " + text);
      throw e;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      StepInfo.current().beat(null); // throws if an engine interrupts what shall stop
      throw new IllegalStateException("interrupted at work", e);
    }
  }
}
