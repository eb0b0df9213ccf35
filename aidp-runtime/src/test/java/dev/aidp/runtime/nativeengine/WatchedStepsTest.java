package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class WatchedStepsTest extends Engines {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Step FOUR_TRIES =
      Step.turn().retry(Retry.times(4).pausing(Duration.ofMinutes(1)).growing(2, LONG));

  /** What a step was made to wait for; it goes on at once. */
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  private final Ticker hurried =
      new Ticker() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public Runnable at(String name, Instant time, Runnable action) {
          pauses.add(Duration.between(now(), time));
          CompletableFuture.runAsync(action);
          return () -> {};
        }
      };

  @Test
  void a_step_that_fails_transiently_is_tried_again_after_a_doubling_pause() {
    AtomicInteger failures = new AtomicInteger(3);

    Outcome<String> outcome =
        tried(input -> failures.getAndDecrement() > 0 ? fails(FailureKind.TRANSIENT) : input + "!");

    assertThat(outcome).isEqualTo(new Outcome.Ok<>("x!"));
    assertThat(performed).containsExactly("x 1", "x 2", "x 3", "x 4");
    assertThat(pauses)
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4));
  }

  @Test
  void tries_run_out_and_the_last_failure_counts() {
    Outcome<String> outcome = tried(input -> fails(FailureKind.TRANSIENT));

    assertThat(outcome)
        .isEqualTo(new Outcome.Failed<>(Failure.of(FailureKind.TRANSIENT, "as told")));
    assertThat(performed).hasSize(4);
  }

  @Test
  void what_failed_permanently_is_not_tried_again() {
    Outcome<String> outcome = tried(input -> fails(FailureKind.PERMANENT));

    assertThat(outcome.ok()).isFalse();
    assertThat(performed).containsExactly("x 1");
    assertThat(pauses).isEmpty();
  }

  @Test
  void attempts_and_the_time_of_the_next_one_outlive_the_process() throws Exception {
    ScriptedJob.Script script =
        (self, input) -> self.context.steps(Work.class, FOUR_TRIES).act(input);
    ByHand before = new ByHand(Instant.EPOCH);
    NativeEngine first =
        built(builder(script, input -> fails(FailureKind.TRANSIENT)).ticker(before));
    first.start("r", Job.class, job -> job.run("x"));
    before.fire();
    before.armed();
    first.close();
    assertThat(performed).containsExactly("x 1", "x 2");

    ByHand after = new ByHand(Instant.EPOCH.plusSeconds(70));
    NativeEngine second = built(builder(script, input -> input + "!").ticker(after));
    assertThat(second.adopt("r")).isTrue();
    assertThat(after.armed().time()).isEqualTo(Instant.EPOCH.plusSeconds(180));
    assertThat(performed).containsExactly("x 1", "x 2");
    after.fire();

    assertThat(second.result("r", String.class).join()).isEqualTo(new Outcome.Ok<>("x!"));
    assertThat(performed).containsExactly("x 1", "x 2", "x 3");
  }

  /** A clock that moves only when a timer is fired. */
  private static final class ByHand implements Ticker {
    private final BlockingQueue<HandDriven.Timer> timers = new LinkedBlockingQueue<>();
    private volatile Instant now;

    ByHand(Instant now) {
      this.now = now;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public Runnable at(String name, Instant time, Runnable action) {
      timers.add(new HandDriven.Timer(time, action));
      return () -> {};
    }

    /** Waits for a timer and leaves it. */
    HandDriven.Timer armed() throws InterruptedException {
      HandDriven.Timer timer = timers.take();
      timers.add(timer);
      return timer;
    }

    void fire() throws InterruptedException {
      HandDriven.Timer timer = timers.take();
      now = timer.time();
      timer.action().run();
    }
  }

  @Test
  void a_step_longer_than_its_limit_is_stopped_and_has_failed_by_time_out() {
    Step brief = Step.turn().timeout(Duration.ofMillis(1));
    NativeEngine engine =
        engine((self, in) -> self.context.steps(Work.class, brief).act(in), this::waits);

    Outcome<String> outcome = result(engine);

    assertThat(((Outcome.Failed<String>) outcome).failure().kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void workflow_code_that_holds_the_baton_is_told_with_its_stack() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      NativeEngine engine = engine((self, input) -> waits(input), input -> input);
      engine.start("r", Job.class, job -> job.run("x"));
      while (!told.toString(StandardCharsets.UTF_8).contains("Engines.waits")) {
        LockSupport.parkNanos(10_000_000);
      }
      latch.countDown();
      assertThat(engine.result("r", String.class).join().orThrow()).isEqualTo("x!");
    } finally {
      System.setErr(before);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("The workflow of run r computes for more than a second");
  }

  private Outcome<String> tried(UnaryOperator<String> acting) {
    return result(
        built(
            builder((self, input) -> self.context.steps(Work.class, FOUR_TRIES).act(input), acting)
                .ticker(hurried)));
  }

  private static Outcome<String> result(NativeEngine engine) {
    engine.start("r", Job.class, job -> job.run("x"));
    return engine.result("r", String.class).join();
  }

  private static String fails(FailureKind kind) {
    throw new StepFailedException(Failure.of(kind, "as told"));
  }
}
