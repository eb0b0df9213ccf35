package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Update;
import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UpdateOrderTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void an_update_that_waits_is_taken_before_the_start_and_its_end_follows_what_led_to_it() {
    try (Database database = Database.inMemory();
        HandDriven world = new HandDriven(database, Instant.EPOCH)) {
      world.engine.start("r", Job.class, job -> job.run("1:0"));

      CompletableFuture<Outcome<String>> asked = ask(world, "m0");
      CompletableFuture<Outcome<String>> refused = ask(world, refused());
      world.settle();

      assertThat(asked).succeedsWithin(SOON).isEqualTo(new Outcome.Ok<>("\"m0.1\""));
      assertThat(refused).failsWithin(SOON);
      assertThat(Disk.journal(database).subList(0, 3))
          .satisfiesExactly(
              first -> assertThat(first).startsWith("r#1 UPDATE m0 ask 1 [\"m0\"]"),
              second -> assertThat(second).startsWith("r#2 UPDATED m0 ask 1 \"m0.1\""),
              third -> assertThat(third).startsWith("r#3 START"));
    }
  }

  @Test
  void an_update_whose_run_begins_anew_is_cut_short_and_one_that_waits_is_taken_after() {
    try (Database database = Database.inMemory();
        NativeEngine engine =
            NativeEngine.builder(database)
                .workflow(ScriptedJob.running(UpdateOrderTest::twice, UpdateOrderTest::waits))
                .build()) {
      engine.start("r", Job.class, job -> job.run("first"));

      CompletableFuture<Outcome<String>> waits =
          engine.update("r", new Update("u", "ask", "[\"g\"]"));
      engine.signal("r", Job.class, job -> job.tell("anew"));

      assertThat(waits.join()).isEqualTo(new Outcome.Failed<>(Engine.CUT_SHORT));
      CompletableFuture<Outcome<String>> next =
          engine.update("r", new Update("v", "ask", "[\"c\"]"));
      engine.signal("r", Job.class, job -> job.tell("go"));
      assertThat(next.join()).isEqualTo(new Outcome.Ok<>("\"c.2\""));
      assertThat(engine.update("r", new Update("u", "ask", "[\"g\"]")).join())
          .isEqualTo(new Outcome.Failed<>(Engine.CUT_SHORT));
    }
  }

  private static String twice(ScriptedJob job, String input) {
    job.context.await(() -> job.seen.contains(input.equals("first") ? "anew" : "end"));
    if (input.equals("first")) {
      job.context.continueAsNew(Job.class, next -> next.run("second"));
    }
    return input;
  }

  private static void waits(ScriptedJob job, String text) {
    job.seen.add(text);
    if (text.length() == 1) {
      job.context.await(() -> job.seen.contains("go"));
    }
  }

  private static String refused() {
    String text = "m";
    while (text.hashCode() % 5 != 0) {
      text += "x";
    }
    return text;
  }

  private static CompletableFuture<Outcome<String>> ask(HandDriven world, String text) {
    return world.engine.update("r", new Update(text, "ask", "[\"" + text + "\"]"));
  }
}
