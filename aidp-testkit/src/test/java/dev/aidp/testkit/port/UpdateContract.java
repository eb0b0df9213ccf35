package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.Update;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.CapturedCall;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every engine does with updates. */
public abstract class UpdateContract extends ChangeContract {

  private Engine answering(Toy.Program program, Toy.Answer answer) throws Exception {
    Engine engine = engine(Toy.run(program, answer));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return engine;
  }

  private static void waitsForGo(Toy toy) {
    toy.awaitHearing("go");
  }

  /** Writes what it does; its steps have the same names each time. */
  private static String works(Toy toy, String text) {
    toy.write(text + " begins");
    String echo = toy.commands().echo(text);
    toy.write(text + " waits");
    toy.awaitHearing(text);
    toy.write(text + " ends");
    return echo + " is done";
  }

  @Test
  void an_update_is_performed_in_its_place_and_gives_a_value() throws Exception {
    Engine engine =
        answering(
            toy -> {
              toy.awaitHearing("last");
              toy.write(toy.heard());
            },
            (toy, text) -> {
              toy.heard().add(text);
              return "number " + toy.heard().size();
            });
    say(engine, id, "first");

    assertThat(answer(ask(engine, id, "second"))).isEqualTo("number 2");
    say(engine, id, "last");

    assertThat(lines(engine)).containsExactly("[first, second, last]");
    assertThat(engine.history(id))
        .extracting(HistoryEntry::kind, HistoryEntry::key)
        .containsSubsequence(
            tuple(HistoryEntry.Kind.MESSAGE, "say"),
            tuple(HistoryEntry.Kind.UPDATE, "ask"),
            tuple(HistoryEntry.Kind.UPDATED, "ask"),
            tuple(HistoryEntry.Kind.MESSAGE, "say"));
  }

  @Test
  void an_update_before_the_first_step_of_a_run_is_performed() throws Exception {
    Engine engine = answering(UpdateContract::waitsForGo, (toy, text) -> toy.commands().echo(text));

    assertThat(answer(ask(engine, id, "early"))).isEqualTo("early");
    say(engine, id, "go");

    assertThat(lines(engine)).isEmpty();
  }

  @Test
  void what_the_validator_refuses_is_told_and_leaves_no_trace() throws Exception {
    Engine engine = answering(UpdateContract::waitsForGo, UpdateContract::works);
    assertThat(ask(engine, id, "seen")).isNotDone();
    awaitLines(engine, List.of("seen begins", "seen waits"));
    List<HistoryEntry> before = engine.history(id);

    assertRefused(ask(engine, id, "again", "no thanks"), "It does not take 'no thanks'.");
    assertRefused(engine.update(id, new Update("u", "unheard-of", "[]")), "unheard-of");
    assertRefused(engine.update(id, new Update("u", "ask", "[{\"an\": \"object\"}]")), "String");

    assertThat(engine.history(id)).isEqualTo(before);
    CompletableFuture<Outcome<String>> judgedAgain = ask(engine, id, "again", "fine");
    say(engine, id, "fine");
    assertThat(answer(judgedAgain)).isEqualTo("fine is done");
    say(engine, id, "go");
    assertThat(lines(engine)).last().isEqualTo("fine ends");
  }

  private static void assertRefused(CompletableFuture<?> sent, String why) {
    assertThat(sent)
        .failsWithin(Duration.ofSeconds(PATIENCE_SECONDS))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(UsageException.class)
        .withMessageContaining(why);
  }

  @Test
  void two_updates_at_once_take_steps_and_wait_each_for_itself() throws Exception {
    Engine engine = answering(UpdateContract::waitsForGo, UpdateContract::works);

    CompletableFuture<Outcome<String>> one = ask(engine, id, "one");
    CompletableFuture<Outcome<String>> two = ask(engine, id, "two");
    steps.awaitPerformed("echo one");
    steps.awaitPerformed("echo two");
    say(engine, id, "two");
    assertThat(answer(two)).isEqualTo("two is done");
    say(engine, id, "one");
    assertThat(answer(one)).isEqualTo("one is done");
    say(engine, id, "go");

    // That a step was performed is heard of after the step: one may begin to wait when two has
    // ended.
    assertThat(lines(engine)).hasSize(6).containsSubsequence("one waits", "one ends");
    assertThat(lines(engine)).containsSubsequence("two waits", "two ends", "one ends");
    assertThat(steps.performed()).containsExactlyInAnyOrder("echo one", "echo two");
  }

  @Test
  void an_update_is_performed_once_however_often_it_is_sent() throws Exception {
    Engine engine = answering(UpdateContract::waitsForGo, UpdateContract::works);
    CompletableFuture<Outcome<String>> first = ask(engine, id, "same", "x");
    CompletableFuture<Outcome<String>> beside = ask(engine, id, "same", "x");
    say(engine, id, "x");

    assertThat(answer(first)).isEqualTo("x is done");
    assertThat(answer(beside)).isEqualTo("x is done");
    assertThat(answer(ask(engine, id, "same", "x"))).isEqualTo("x is done");
    say(engine, id, "go");
    assertThat(lines(engine)).containsExactly("x begins", "x waits", "x ends");
    assertThat(answer(ask(engine, id, "same", "x"))).isEqualTo("x is done");
    assertThat(steps.performed()).containsExactly("echo x");
  }

  @Test
  void an_update_under_way_goes_on_in_another_process_and_its_outcome_is_kept() throws Exception {
    Engine engine = answering(UpdateContract::waitsForGo, UpdateContract::works);
    CompletableFuture<Outcome<String>> lost = ask(engine, id, "same", "x");
    awaitLines(engine, List.of("x begins", "x waits"));

    Engine next = goOn(Toy.run(UpdateContract::waitsForGo, UpdateContract::works));
    assertThat(lost).isCompletedExceptionally();
    CompletableFuture<Outcome<String>> again = ask(next, id, "same", "x");
    say(next, id, "x");
    assertThat(answer(again)).isEqualTo("x is done");
    Engine last = goOn(Toy.run(UpdateContract::waitsForGo, UpdateContract::works));

    assertThat(answer(ask(last, id, "same", "x"))).isEqualTo("x is done");
    say(last, id, "go");
    assertThat(lines(last)).containsExactly("x begins", "x waits", "x ends");
    assertThat(steps.performed()).containsExactly("echo x");
  }

  @Test
  void an_update_that_fails_tells_its_sender_and_the_run_goes_on() throws Exception {
    Engine engine =
        answering(UpdateContract::waitsForGo, (toy, text) -> toy.once("failing").fail(text));

    Outcome<String> outcome =
        ask(engine, id, "quota_exceeded").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    say(engine, id, "go");

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed<>(
                new Failure(FailureKind.QUOTA_EXCEEDED, "failed as told", RecordedSteps.RETRY_AT)));
    assertThat(lines(engine)).isEmpty();
  }

  @Test
  void a_run_that_has_ended_or_is_not_there_is_said_to_be_so() throws Exception {
    Engine engine = answering(toy -> {}, UpdateContract::works);
    assertThat(lines(engine)).isEmpty();

    assertThatThrownBy(() -> answer(ask(engine, id, "too late")))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("has ended");
    assertThatThrownBy(() -> answer(ask(engine, "nobody", "hello")))
        .hasCauseInstanceOf(NotFoundException.class);
  }

  @Test
  void an_update_whose_run_ends_before_it_is_told_so() throws Exception {
    Engine engine = answering(UpdateContract::waitsForGo, UpdateContract::works);
    CompletableFuture<Outcome<String>> asked = ask(engine, id, "x");
    awaitLines(engine, List.of("x begins", "x waits"));

    say(engine, id, "go");

    assertThat(lines(engine)).containsExactly("x begins", "x waits");
    assertThat(asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isEqualTo(new Outcome.Failed<>(Engine.CUT_SHORT));
  }

  /** A run that may be given anything. */
  @WorkflowInterface
  interface Open {

    /** Does nothing. */
    @WorkflowMethod(name = "UpdateOpen")
    void run();

    /** Takes anything. */
    @UpdateMethod(name = "take")
    String take(Object anything);
  }

  @Test
  void what_has_no_json_is_not_sent() {
    assertThatThrownBy(
            () ->
                Update.of("u", CapturedCall.returning(Open.class, open -> open.take(new Object()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no JSON form");
  }

  @Test
  void a_workflow_sends_no_update_to_another_run() throws Exception {
    Engine engine =
        started(
            toy -> {
              assertThatThrownBy(
                      () -> toy.context().signal("other", ToyWorkflow.class, t -> t.ask("x")))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("ask of ToyWorkflow is an update");
              Child<ToyWorkflow> child = toy.context().child(ToyWorkflow.class, "one");
              assertThatThrownBy(() -> child.start(t -> t.ask("x")))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("ask");
              toy.write("refused");
            });

    assertThat(lines(engine)).containsExactly("refused");
  }
}
