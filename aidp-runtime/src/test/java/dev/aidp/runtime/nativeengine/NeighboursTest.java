package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.FailureKind;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class NeighboursTest extends Engines {

  @Test
  void children_end_with_their_parent_and_their_steps_are_stopped() throws Exception {
    CompletableFuture<String> stopped = new CompletableFuture<>();
    ScriptedJob.Script script =
        (self, input) -> {
          if (input.equals("child")) {
            return self.work.act("x");
          }
          Child<Job> started = self.context.child(Job.class, "c");
          Promise<String> child = started.start(job -> job.run("child"));
          self.context.await(() -> !self.seen.isEmpty());
          return "child done: " + child.done();
        };
    NativeEngine engine =
        engine(
            script,
            input -> {
              try {
                return waits(input);
              } catch (IllegalStateException e) {
                stopped.complete(input);
                throw e;
              }
            });
    engine.start("r", Job.class, job -> job.run(""));
    assertThat(next()).isEqualTo("x 1");

    engine.signal("r", Job.class, job -> job.tell("end"));

    assertThat(engine.result("r", String.class).join().orThrow()).isEqualTo("child done: false");
    assertThat(stopped.join()).isEqualTo("x");
    assertThat(engine.condition("r/c")).isEqualTo(Condition.ENDED);
    Outcome<String> child = engine.result("r/c", String.class).join();
    assertThat(((Outcome.Failed<String>) child).failure())
        .extracting("kind")
        .isEqualTo(FailureKind.CANCELLED);
  }

  @Test
  void a_run_of_another_engine_answers_while_it_lives_and_after_it_ended() {
    ScriptedJob.Script script =
        (self, input) -> {
          self.context.await(() -> self.seen.size() >= 2);
          return self.seen.toString();
        };
    NativeEngine owner = engine(script, input -> input);
    NativeEngine other = engine(script, input -> input);
    owner.start("r", Job.class, job -> job.run(""));
    CompletableFuture<Outcome<String>> watched = other.result("r", String.class);

    other.signal("r", Job.class, job -> job.tell("a"));
    while (!other.query("r", Job.class, Job::seen).equals(List.of("a"))) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(other.condition("r")).isEqualTo(Condition.OWNED);
    other.signal("r", Job.class, job -> job.tell("b"));

    assertThat(watched.join().orThrow()).isEqualTo("[a, b]");
    assertThat(other.query("r", Job.class, Job::seen)).containsExactly("a", "b");
    assertThat(other.condition("r")).isEqualTo(Condition.ENDED);
    assertThat(other.adopt("r")).isFalse();
  }
}
