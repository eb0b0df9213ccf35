package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.workflow.Promise;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DrainTest extends Engines {

  private static final Duration LONG = Duration.ofSeconds(50);
  private static final ScriptedJob.Script TWO_STEPS =
      (self, input) -> self.named("a").act("a") + self.named("b").act("b");

  @Test
  void a_step_under_way_ends_and_is_recorded_and_the_next_one_starts_in_the_next_engine()
      throws Exception {
    NativeEngine first = engine(TWO_STEPS, this::waits);
    first.start("r", Job.class, job -> job.run(""));
    assertThat(next()).isEqualTo("a 1");

    CompletableFuture<Void> drained = draining(first, LONG);
    assertThat(drained).isNotDone();
    assertThat(first.condition("r")).isEqualTo(Condition.OWNED);
    latch.countDown();
    drained.join();

    assertThat(first.condition("r")).isEqualTo(Condition.ORPHANED);
    assertThat(first.history("r")).extracting(HistoryEntry::key).containsExactly("", "a");
    assertThat(performed).isEmpty();
    NativeEngine second = engine(TWO_STEPS, input -> input + "?");
    assertThat(second.adopt("r")).isTrue();
    assertThat(second.result("r", String.class).join().orThrow()).isEqualTo("a!b?");
    assertThat(performed).containsExactly("b 1");
  }

  @Test
  void a_step_that_takes_longer_than_the_limit_is_given_up_for_the_next_engine() throws Exception {
    NativeEngine first = engine(TWO_STEPS, this::waits);
    first.start("r", Job.class, job -> job.run(""));
    assertThat(next()).isEqualTo("a 1");

    first.drain(Duration.ofMillis(50));

    assertThat(first.history("r"))
        .extracting(HistoryEntry::kind)
        .containsExactly(HistoryEntry.Kind.STARTED);
    NativeEngine second = engine(TWO_STEPS, input -> input + "?");
    assertThat(second.adopt("r")).isTrue();
    assertThat(second.result("r", String.class).join().orThrow()).isEqualTo("a?b?");
    assertThat(performed).containsExactly("a 2", "b 1");
  }

  @Test
  void a_step_that_waits_for_a_place_is_not_begun_and_a_child_is_not_made() throws Exception {
    ScriptedJob.Script script =
        (self, input) -> {
          Promise<String> a = self.context.start(() -> self.named("a").act("a"));
          Promise<String> b = self.context.start(() -> self.named("b").act("b"));
          String child =
              input.isEmpty() && a.get().equals("a!")
                  ? self.context.child(Job.class, "c").start(job -> job.run("c")).get() + ""
                  : input;
          return a.get() + b.get() + child;
        };
    NativeEngine first = engine(script, this::waits);
    first.start("r", Job.class, job -> job.run(""));
    assertThat(next()).isEqualTo("a 1");

    CompletableFuture<Void> drained = draining(first, LONG);
    latch.countDown();
    drained.join();

    assertThat(performed).isEmpty();
    assertThat(first.condition("r/c")).isEqualTo(Condition.ABSENT);
    NativeEngine second = engine(script, input -> input + "?");
    assertThat(second.adopt("r")).isTrue();
    assertThat(second.result("r", String.class).join().orThrow()).isEqualTo("a!b?a?b?c");
    // The first b was to be started once before.
    assertThat(performed).containsExactlyInAnyOrder("b 2", "a 1", "b 1");
  }

  @Test
  void a_run_whose_last_step_ends_in_time_ends_and_nothing_is_taken_any_more() throws Exception {
    NativeEngine engine = engine((self, input) -> self.work.act(input), this::waits);
    engine.start("r", Job.class, job -> job.run("x"));
    assertThat(next()).isEqualTo("x 1");

    CompletableFuture<Void> drained = draining(engine, LONG);
    latch.countDown();
    drained.join();

    assertThat(engine.result("r", String.class).join().orThrow()).isEqualTo("x!");
    assertThatThrownBy(() -> engine.start("new", Job.class, job -> job.run("x")))
        .isInstanceOf(UnusableException.class);
    assertThatThrownBy(() -> engine.adopt("r")).isInstanceOf(UnusableException.class);
    assertThat(engine.condition("new")).isEqualTo(Condition.ABSENT);
  }

  /** Returns once {@code engine} takes nothing new. */
  private static CompletableFuture<Void> draining(NativeEngine engine, Duration limit) {
    CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> engine.drain(limit));
    while (true) {
      try {
        engine.adopt("nobody");
        LockSupport.parkNanos(1_000_000);
      } catch (UnusableException e) {
        return drained;
      }
    }
  }
}
