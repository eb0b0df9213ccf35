package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine does with what a workflow does not wait for. */
public abstract class PromiseContract extends ToyContract {

  @Test
  void all_waits_for_the_rest_and_keeps_an_early_failure() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> bad = toy.context().start(() -> toy.commands().fail("permanent"));
              toy.context().await(bad::done);
              Promise<String> good = toy.context().start(() -> toy.commands().echo("good"));
              assertThatThrownBy(() -> toy.context().all(List.of(bad, good)))
                  .isInstanceOf(StepFailedException.class);
              toy.write(good.done());
            });

    assertThat(lines(engine)).containsExactly("true");
  }

  @Test
  void all_of_loses_no_failure() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> bad = toy.context().start(() -> toy.command("a").fail("permanent"));
              Promise<String> good = toy.context().start(() -> toy.command("b").echo("good"));
              Promise<String> limit = toy.context().start(() -> toy.once("c").fail("timeout"));
              List<Promise<String>> parts = List.of(bad, good, limit);
              toy.context().allOf(parts).get().forEach(toy::write);
              assertThatThrownBy(() -> toy.context().all(parts))
                  .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
            });

    assertThat(lines(engine))
        .containsExactly(
            failed(FailureKind.PERMANENT), "Ok[value=good]", failed(FailureKind.TIMEOUT));
  }

  @Test
  void values_and_failures_are_mapped() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> good = toy.context().start(() -> toy.command("a").echo("four"));
              Promise<String> bad = toy.context().start(() -> toy.command("b").fail("permanent"));
              toy.write(good.map(String::length).get());
              toy.write(bad.map(String::length).outcome());
              toy.write(bad.handle(Outcome::ok).get());
              toy.write(
                  good.map(
                          text -> {
                            throw new StepFailedException(
                                Failure.of(FailureKind.PERMANENT, "not " + text));
                          })
                      .outcome());
              toy.write(
                  toy.context()
                      .async("c", () -> toy.command("d").echo("e"))
                      .map("d"::concat)
                      .get());
            });

    assertThat(lines(engine))
        .containsExactly(
            "4",
            failed(FailureKind.PERMANENT),
            "false",
            "Failed[failure=Failure[kind=PERMANENT, message=not four, retryAt=null]]",
            "de");
  }

  @Test
  void the_first_one_wins_and_a_cancelled_loser_has_really_ended() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> slow = toy.context().start(() -> toy.command("slow").work("hard"));
              toy.context().await(() -> toy.heard().contains("working"));
              Promise<String> quick = toy.context().start(() -> toy.command("quick").echo("quick"));
              Promise<String> first = toy.context().any(List.of(slow, quick));
              toy.write(first == quick);
              toy.write(slow.done());
              slow.cancel();
              toy.write(((Outcome.Failed<String>) slow.outcome()).failure().kind());
              slow.cancel();
              quick.cancel();
              toy.write(quick.get());
            });
    steps.awaitWorking();
    say(engine, id, "working");

    assertThat(lines(engine)).containsExactly("true", "false", "CANCELLED", "quick");
    assertThat(steps.performed()).containsExactly("begun hard", "echo quick", "stopped hard");
  }

  @Test
  void what_is_cancelled_at_once_never_begins() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> step = toy.context().start(() -> toy.commands().echo("never"));
              step.cancel();
              toy.write(((Outcome.Failed<String>) step.outcome()).failure().kind());
            });

    assertThat(lines(engine)).containsExactly("CANCELLED");
    assertThat(steps.performed()).isEmpty();
  }

  @Test
  void a_quick_step_is_not_cancelled() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> step =
                  toy.context()
                      .start(() -> toy.context().steps(ToySteps.class, Step.quick()).echo("quick"));
              step.cancel();
              toy.write(step.get());
              Outcome<String> outcome =
                  toy.context()
                      .until(
                          () -> toy.heard().contains("stop"),
                          () ->
                              toy.context()
                                  .steps(ToySteps.class, Step.quick().named("other"))
                                  .echo("too"));
              toy.write(outcome.orThrow());
            });

    assertThat(lines(engine)).containsExactly("quick", "too");
  }

  @Test
  void a_limit_ends_the_waiting_and_not_the_step() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> slow = toy.context().start(() -> toy.command("slow").work("hard"));
              Promise<String> limited = slow.orTimeout(MOMENT);
              toy.write(((Outcome.Failed<String>) limited.outcome()).failure().kind());
              toy.awaitHearing("working");
              toy.write(slow.done());
              limited.cancel();
              toy.write(((Outcome.Failed<String>) slow.outcome()).failure().kind());
              toy.write(((Outcome.Failed<String>) limited.outcome()).failure().kind());
              Promise<String> quick = toy.context().start(() -> toy.command("quick").echo("quick"));
              toy.write(quick.within(LONG).orThrow());
              toy.write(quick.within(Duration.ZERO).orThrow());
            });
    steps.awaitWorking();
    say(engine, id, "working");

    assertThat(lines(engine))
        .containsExactly("TIMEOUT", "false", "CANCELLED", "TIMEOUT", "quick", "quick");
  }

  @Test
  void composed_ones_compose() throws Exception {
    Engine engine =
        started(
            toy -> {
              Promise<String> slow = toy.context().start(() -> toy.command("slow").work("hard"));
              Promise<String> quick = toy.context().start(() -> toy.command("quick").echo("quick"));
              Promise<String> first =
                  toy.context().anyOf(List.of(slow, quick.map("very "::concat)));
              toy.write(first.map(String::length).within(LONG).orThrow());
              Promise<?> timer = toy.context().timer(MOMENT);
              toy.write(toy.context().any(List.of(slow, timer)) == timer);
              toy.write(timer.outcome().ok());
              Promise<?> never = toy.context().timer(LONG);
              never.cancel();
              toy.write(never.done() + " " + never.outcome().ok());
              toy.write(toy.context().timer(Duration.ZERO).within(LONG).ok());
              slow.cancel();
              toy.write(toy.context().allOf(List.of(slow, quick)).within(LONG).ok());
            });

    assertThat(lines(engine)).containsExactly("10", "true", "true", "true false", "true", "true");
  }

  @Test
  void a_child_and_an_async_body_are_not_cancelled() throws Exception {
    Engine engine =
        started(
            toy -> {
              Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
              Promise<Lines> result = child.start(c -> c.run("x"));
              Promise<String> body = toy.context().async("body", () -> toy.commands().echo("y"));
              result.cancel();
              body.cancel();
              child.signal(c -> c.say("go"));
              toy.write(result.get().lines());
              toy.write(body.get());
            },
            child -> {
              child.awaitHearing("go");
              child.write("went");
            });

    assertThat(lines(engine)).containsExactly("[went]", "y");
  }
}
