package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.NotFoundException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.testkit.port.ToySteps.Count;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine does with the port; a subclass for each engine says how one is made. */
public abstract class WorkflowContextContract extends UpdateContract
    implements EdgeContract, NamingContract {

  /** For subclasses. */
  protected WorkflowContextContract() {}

  @Test
  void steps_take_and_give_values_lists_of_records_and_nothing() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.commands().echo(toy.input()));
              toy.write(
                  toy.commands().counts(List.of(new Count("a", 1), new Count("b", 2))).get(1));
              toy.commands().note("noted");
            });

    assertThat(lines(engine)).containsExactly("input", "Count[word=b, times=3]");
    assertThat(steps.performed()).containsExactly("echo input", "note noted");
  }

  @Test
  void quick_steps_give_values_too() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().steps(ToySteps.class, Step.quick()).echo("quick"));
              toy.write(toy.context().steps(ToySteps.class, Step.quick()).key());
              toy.context().steps(ToySteps.class, Step.quick()).note("done");
            });

    assertThat(lines(engine)).containsExactly("quick", id + ":key");
    assertThat(steps.performed()).containsExactly("echo quick", "note done");
  }

  @Test
  void a_step_knows_its_key_from_run_scopes_and_name() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().runId());
              toy.write(toy.commands().key());
              toy.context()
                  .scope("outer", () -> toy.context().scope("inner", () -> writeKey(toy, "named")));
              toy.write(toy.context().async("beside", () -> toy.command("named").key()).get());
              toy.write(toy.context().<String>start(() -> toy.command("later").key()).get());
            });

    assertThat(lines(engine))
        .containsExactly(
            id, id + ":key", id + ":outer/inner/named", id + ":beside/named", id + ":later");
  }

  private static boolean writeKey(Toy toy, String name) {
    toy.write(toy.command(name).key());
    return true;
  }

  @Test
  void a_key_is_used_once_in_a_run() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.commands().echo("once");
              assertThatThrownBy(() -> toy.commands().echo("twice"))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("echo");
              toy.context().scope("elsewhere", () -> toy.commands().echo("thrice"));
            });

    assertThat(lines(engine)).isEmpty();
    assertThat(steps.performed()).containsExactly("echo once", "echo thrice");
  }

  @Test
  void started_steps_run_side_by_side() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> left = toy.context().start(() -> toy.command("left").meet("left", 2));
              Promise<String> right =
                  toy.context().start(() -> toy.command("right").meet("right", 2));
              toy.context().all(List.of(left, right)).forEach(toy::write);
            });

    assertThat(lines(engine)).containsExactly("left", "right");
  }

  @Test
  void async_bodies_run_side_by_side_and_await_each_other() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> left = toy.context().async("left", () -> meetTwice(toy));
              Promise<String> right = toy.context().async("right", () -> meetTwice(toy));
              toy.write(left.done());
              toy.context().await(() -> left.done() && right.done());
              toy.context().all(List.of(left, right)).forEach(toy::write);
            });

    assertThat(lines(engine)).containsExactly("false", "firstsecond", "firstsecond");
  }

  private static String meetTwice(Toy toy) {
    return toy.command("one").meet("first", 2) + toy.command("two").meet("second", 2);
  }

  @Test
  void start_makes_exactly_one_call() throws Exception {
    Engine engine =
        started(
            toy -> {
              assertThatThrownBy(() -> toy.context().start(() -> "no call"))
                  .isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(
                      () ->
                          toy.context()
                              .start(() -> toy.command("a").echo("a") + toy.command("b").echo("b")))
                  .isInstanceOf(IllegalStateException.class);
              toy.write(toy.context().<String>start(() -> toy.command("c").echo("c")).get());
            });

    assertThat(lines(engine)).containsExactly("c");
    assertThat(steps.performed()).containsExactly("echo c");
  }

  @Test
  void a_failed_step_that_is_awaited_fails_the_run_with_its_failure() throws Exception {
    Engine engine = started(toy -> toy.commands().fail("quota_exceeded"));

    assertThat(outcome(engine))
        .isEqualTo(
            new Outcome.Failed<>(
                new Failure(FailureKind.QUOTA_EXCEEDED, "failed as told", RecordedSteps.RETRY_AT)));
    assertThat(engine.condition(id)).isEqualTo(Condition.ENDED);
  }

  @Test
  void until_ends_a_step_when_the_condition_holds_and_it_has_really_ended() throws Exception {
    Engine engine =
        started(
            toy -> {
              Outcome<String> outcome =
                  toy.context()
                      .until(() -> toy.heard().contains("stop"), () -> toy.commands().work("hard"));
              toy.write(((Outcome.Failed<String>) outcome).failure().kind());
              toy.write(toy.commands().echo("afterwards"));
            });
    steps.awaitWorking();
    say(engine, id, "stop");

    assertThat(lines(engine)).containsExactly("CANCELLED", "afterwards");
    assertThat(steps.performed()).containsExactly("begun hard", "stopped hard", "echo afterwards");
  }

  @Test
  void until_starts_nothing_if_the_condition_holds_already() throws Exception {
    Engine engine =
        started(
            toy -> {
              Outcome<String> outcome =
                  toy.context().until(() -> true, () -> toy.commands().echo("never"));
              toy.write(((Outcome.Failed<String>) outcome).failure().kind());
            });

    assertThat(lines(engine)).containsExactly("CANCELLED");
    assertThat(steps.performed()).isEmpty();
  }

  @Test
  void until_gives_the_value_or_the_failure_of_a_step_that_ends_by_itself() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(
                  toy.context().until(() -> false, () -> toy.commands().echo("value")).orThrow());
              toy.write(
                  toy.context().until(() -> false, () -> toy.once("b").fail("transient")).ok());
            });

    assertThat(lines(engine)).containsExactly("value", "false");
  }

  @Test
  void a_timed_await_says_whether_the_condition_held() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().await(MOMENT, () -> false));
              toy.write(toy.context().await(LONG, () -> true));
              toy.write(toy.context().await(Duration.ZERO, () -> false));
              toy.context().sleep(MOMENT);
              toy.write("ready");
              toy.write(toy.context().await(LONG, () -> toy.heard().contains("go")));
            });
    say(engine, id, "go");

    assertThat(lines(engine)).containsExactly("false", "true", "false", "ready", "true");
  }

  @Test
  void time_stands_still_between_events_and_passes_in_a_timer() throws Exception {
    Engine engine =
        started(
            toy -> {
              Instant before = toy.context().now();
              toy.write(before.equals(toy.context().now()));
              toy.context().sleep(MOMENT);
              toy.write(!toy.context().now().isBefore(before.plus(MOMENT)));
            });

    assertThat(lines(engine)).containsExactly("true", "true");
  }

  @Test
  void chance_is_different_each_time_and_the_same_when_the_program_is_run_again() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().uuid());
              toy.write(toy.context().uuid());
              toy.write(toy.context().random().nextLong());
              toy.commands().note("something happens");
              toy.write(toy.context().random().nextLong());
              toy.write(toy.context().uuid());
            });

    assertThat(lines(engine)).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void a_line_is_logged_once_however_often_the_program_is_run() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      Engine engine =
          started(
              toy -> {
                toy.context().logger().warn("{} begins", toy.context().runId());
                toy.commands().note("x");
                toy.context().logger().atWarn().log(toy.context().runId() + " goes on");
              });
      assertThat(lines(engine)).isEmpty();
      engine.drain(Duration.ZERO);
      assertThat(engine.query(id, ToyWorkflow.class, ToyWorkflow::lines).lines()).isEmpty();
    } finally {
      System.setErr(before);
    }

    assertThat(told.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce(id + " begins")
        .containsOnlyOnce(id + " goes on")
        .contains(ToyWorkflow.class.getName());
  }

  @Test
  void messages_take_effect_in_their_order() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.awaitHearing("last");
              toy.heard().forEach(toy::write);
            });
    List<String> said = List.of("a", "b", "c", "d", "last");
    said.forEach(text -> say(engine, id, text));

    assertThat(lines(engine)).isEqualTo(said);
  }

  @Test
  void a_message_to_nobody_is_told_as_such() throws Exception {
    Engine engine = started(toy -> {});
    assertThat(lines(engine)).isEmpty();

    assertThat(engine.signal(id, ToyWorkflow.class, toy -> toy.say("too late"))).isFalse();
    assertThat(engine.signal("nobody", ToyWorkflow.class, toy -> toy.say("hello"))).isFalse();
  }

  @Test
  void a_child_gives_its_result_and_hears_its_parent() throws Exception {
    Engine engine =
        started(
            toy -> {
              Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
              Promise<Lines> result = child.start(c -> c.run("from parent"));
              child.signal(c -> c.say("first"));
              child.signal(c -> c.say("second"));
              result.get().lines().forEach(toy::write);
              child.signal(c -> c.say("too late"));
              toy.write(child.runId());
            },
            child -> {
              child.awaitHearing("second");
              child.write(child.context().runId());
              child.write(child.input());
              child.write(child.heard());
              child.write(child.commands().key());
            });

    assertThat(lines(engine))
        .containsExactly(
            id + "/one", "from parent", "[first, second]", id + "/one:key", id + "/one");
  }

  @Test
  void a_child_is_asked_while_it_runs_and_when_it_has_ended() throws Exception {
    Engine engine =
        started(
            toy -> {
              Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
              assertThatThrownBy(() -> child.query(ToyChild::heard))
                  .isInstanceOf(IllegalStateException.class);
              Promise<Lines> result = child.start(c -> c.run("x"));
              toy.write(child.query(ToyChild::heard));
              child.signal(c -> c.say("go"));
              toy.write(result.get().lines());
              toy.write(child.query(ToyChild::heard).get(0).length());
            },
            child -> child.awaitHearing("go"));

    assertThat(lines(engine)).containsExactly("[]", "[]", "2");
  }

  @Test
  void a_child_that_fails_is_a_value_and_one_that_is_started_again_is_the_same() throws Exception {
    Engine engine =
        started(
            toy -> {
              Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
              toy.write(child.start(c -> c.run("first")).outcome());
              toy.write(
                  toy.context().child(ToyChild.class, "one").start(c -> c.run("second")).outcome());
            },
            child -> child.commands().fail("rate_limited"));

    assertThat(lines(engine))
        .containsExactly(failed(FailureKind.RATE_LIMITED), failed(FailureKind.RATE_LIMITED));
    assertThat(steps.performed()).containsExactly("fail rate_limited");
  }

  @Test
  void a_run_is_asked_while_it_runs_and_when_it_has_ended() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.commands().echo("one"));
              toy.awaitHearing("go");
              toy.write("two");
            });
    assertThat(engine.condition(id)).isEqualTo(Condition.OWNED);
    awaitLines(engine, List.of("one"));
    say(engine, id, "go");
    assertThat(lines(engine)).containsExactly("one", "two");

    assertThat(engine.query(id, ToyWorkflow.class, ToyWorkflow::lines).lines())
        .containsExactly("one", "two");
    assertThat(engine.condition(id)).isEqualTo(Condition.ENDED);
  }

  @Test
  void nobody_can_be_asked_who_is_not_there() throws Exception {
    Engine engine = engine(Toy.run(toy -> {}), Toy.child(child -> {}));

    assertThat(engine.condition("nobody")).isEqualTo(Condition.ABSENT);
    assertThatThrownBy(() -> engine.query("nobody", ToyWorkflow.class, ToyWorkflow::lines))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_start_with_an_id_that_exists_attaches() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.commands().echo(toy.input()));
              toy.awaitHearing("go");
            });
    engine.start(id, ToyWorkflow.class, toy -> toy.run("again"));
    say(engine, id, "go");
    assertThat(lines(engine)).containsExactly("input");
    engine.start(id, ToyWorkflow.class, toy -> toy.run("afterwards"));

    assertThat(lines(engine)).containsExactly("input");
    assertThat(steps.performed()).containsExactly("echo input");
  }

  @Test
  void history_tells_what_was_recorded_of_a_run_and_its_children() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.context().scope("a", () -> toy.commands().echo("x"));
              toy.awaitHearing("go");
              toy.context().child(ToyChild.class, "one").run(c -> c.run("y"));
              toy.context().sleep(MOMENT);
            },
            child -> child.commands().echo("z"));
    say(engine, id, "go");
    assertThat(lines(engine)).isEmpty();

    List<HistoryEntry> history = engine.history(id);
    assertThat(history.stream().filter(e -> e.run().equals(id)).map(HistoryEntry::kind))
        .containsOnlyOnce(
            HistoryEntry.Kind.STARTED,
            HistoryEntry.Kind.MESSAGE,
            HistoryEntry.Kind.STEP,
            HistoryEntry.Kind.CHILD,
            HistoryEntry.Kind.TIMER,
            HistoryEntry.Kind.ENDED);
    assertThat(history).extracting(HistoryEntry::at).isSorted();
    assertThat(history)
        .anyMatch(
            e ->
                e.kind() == HistoryEntry.Kind.STEP
                    && e.key().equals("a/echo")
                    && e.payload().equals("\"x\""));
    assertThat(history)
        .anyMatch(e -> e.run().equals(id + "/one") && e.kind() == HistoryEntry.Kind.STEP);
    assertThat(history)
        .anyMatch(e -> e.kind() == HistoryEntry.Kind.MESSAGE && e.key().equals("say"));
  }
}
