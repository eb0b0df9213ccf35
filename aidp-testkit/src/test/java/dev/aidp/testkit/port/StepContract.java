package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.FailureKind;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.testkit.port.ToySteps.Count;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine does with steps that fail, take long, or are lambdas. */
public abstract class StepContract extends PromiseContract {

  @Test
  void failures_are_values_with_kind_message_and_reset_time() throws Exception {
    Engine engine =
        started(
            toy -> {
              for (String kind : List.of("rate_limited", "transient", "timeout", "cancelled")) {
                toy.write(toy.context().<String>start(() -> toy.once(kind).fail(kind)).outcome());
              }
            });

    assertThat(lines(engine))
        .containsExactly(
            failed(FailureKind.RATE_LIMITED),
            failed(FailureKind.TRANSIENT),
            failed(FailureKind.TIMEOUT),
            failed(FailureKind.CANCELLED));
    assertThat(steps.performed()).hasSize(4);
  }

  @Test
  void an_exception_that_says_nothing_is_passing_and_is_repeated_a_few_times() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().<String>start(() -> toy.commands().fail("fault")).outcome());
              toy.write(toy.steps(Step.command().named("b")).flaky("b", 1));
            });

    assertThat(lines(engine)).element(0).asString().contains("TRANSIENT").contains("a fault");
    assertThat(lines(engine)).element(1).isEqualTo("b");
    assertThat(steps.performed())
        .containsExactly("fail fault", "fail fault", "fail fault", "flaky b 1", "flaky b 2");
  }

  @Test
  void where_nothing_is_repeated_such_an_exception_is_permanent() throws Exception {
    Engine engine =
        started(
            toy ->
                toy.write(
                    toy.context().<String>start(() -> toy.once("a").fail("fault")).outcome()));

    assertThat(lines(engine)).singleElement().asString().contains("PERMANENT").contains("a fault");
    assertThat(steps.performed()).containsExactly("fail fault");
  }

  @Test
  void a_failure_says_whether_it_is_repeated() throws Exception {
    Retry retry = Retry.times(2).pausing(MOMENT);
    Engine engine =
        started(
            toy -> {
              Step step = Step.command().retry(retry);
              for (String kind : List.of("permanent", "transient", "rate_limited")) {
                toy.write(
                    toy.context()
                        .<String>start(() -> toy.steps(step.named(kind)).fail(kind))
                        .outcome());
              }
              Step never = step.retry(retry.not(FailureKind.TRANSIENT)).named("never");
              toy.write(
                  toy.context().<String>start(() -> toy.steps(never).fail("transient")).outcome());
            });

    assertThat(lines(engine))
        .containsExactly(
            failed(FailureKind.PERMANENT),
            failed(FailureKind.TRANSIENT),
            failed(FailureKind.RATE_LIMITED),
            failed(FailureKind.TRANSIENT));
    assertThat(steps.performed())
        .containsExactly(
            "fail permanent",
            "fail transient",
            "fail transient",
            "fail rate_limited",
            "fail transient");
  }

  @Test
  void quick_steps_are_repeated_too() throws Exception {
    Retry retry = Retry.times(3).pausing(MOMENT);
    Engine engine =
        started(toy -> toy.write(toy.steps(Step.quick().retry(retry)).flaky("quick", 2)));

    assertThat(lines(engine)).containsExactly("quick");
    assertThat(steps.performed())
        .containsExactly("flaky quick 1", "flaky quick 2", "flaky quick 3");
  }

  @Test
  void a_step_that_takes_longer_than_it_may_has_failed_by_time_out() throws Exception {
    Retry twice = Retry.times(2).pausing(MOMENT);
    Engine engine =
        started(
            toy -> {
              Step brief = Step.command().timeout(Duration.ofMillis(300));
              toy.write(kind(toy, () -> toy.steps(brief.once()).work("hard")));
              toy.write(kind(toy, () -> toy.steps(brief.retry(twice)).silent("still", 60_000)));
              Step quick = Step.quick().timeout(Duration.ofMillis(300)).named("quick").once();
              toy.write(kind(toy, () -> toy.steps(quick).silent("quick", 60_000)));
            });

    assertThat(lines(engine)).containsExactly("TIMEOUT", "TIMEOUT", "TIMEOUT");
    assertThat(steps.performed())
        .containsExactly(
            "begun hard", "stopped hard", "silent still", "silent still", "silent quick");
  }

  @Test
  void a_step_that_never_beats_is_performed_once_and_hears_that_it_shall_stop() throws Exception {
    Engine engine =
        started(
            toy -> {
              Step silent = Step.command().heartbeat(Duration.ofSeconds(4));
              toy.write(toy.steps(silent.named("a")).silent("a", 8_000));
              Outcome<String> stopped =
                  toy.context()
                      .until(
                          () -> toy.heard().contains("stop"),
                          () -> toy.steps(silent.named("b")).silent("b", 60_000));
              toy.write(((Outcome.Failed<String>) stopped).failure().kind());
            });
    steps.awaitPerformed("silent b");
    say(engine, id, "stop");

    assertThat(lines(engine)).containsExactly("a", "CANCELLED");
    assertThat(steps.performed()).containsExactly("silent a", "silent b");
  }

  @Test
  void what_a_step_has_said_last_is_known_to_later_attempts() throws Exception {
    Retry retry = Retry.times(3).pausing(MOMENT);
    Engine engine =
        started(toy -> toy.write(toy.steps(Step.command().retry(retry)).remembered("page 3")));

    assertThat(lines(engine)).containsExactly("page 3");
  }

  @Test
  void what_a_step_has_kept_of_its_outcome_is_known_to_later_attempts() throws Exception {
    Retry retry = Retry.times(3).pausing(MOMENT);
    Engine engine = started(toy -> toy.write(toy.steps(Step.command().retry(retry)).kept("half")));

    assertThat(lines(engine))
        .containsExactly("Optional[Count[word=half, times=1]], Optional[said later]");
  }

  @Test
  void a_step_that_waits_for_its_next_attempt_is_cancelled_at_once() throws Exception {
    Retry late = Retry.times(3).pausing(LONG).growing(1, LONG);
    Engine engine =
        started(
            toy -> {
              Step step = Step.command().retry(late);
              Promise<String> flaky = toy.context().start(() -> toy.steps(step).flaky("a", 3));
              toy.awaitHearing("failed");
              flaky.cancel();
              toy.write(((Outcome.Failed<String>) flaky.outcome()).failure().kind());
            });
    steps.awaitPerformed("flaky a 1");
    say(engine, id, "failed");

    assertThat(lines(engine)).containsExactly("CANCELLED");
    assertThat(steps.performed()).containsExactly("flaky a 1");
  }

  @Test
  void a_lambda_is_a_step_that_is_performed_once() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().step("count", Count.class, () -> counted("one")));
              toy.write(
                  toy.context()
                      .scope(
                          "inner",
                          () ->
                              toy.context()
                                  .step("key", String.class, () -> StepInfo.current().key())));
              Promise<String> left =
                  toy.context().start(() -> toy.context().step("left", String.class, () -> "left"));
              toy.write(toy.context().any(List.of(left)).get());
              toy.write(toy.context().step("null", String.class, () -> null) == null);
            });

    assertThat(lines(engine))
        .containsExactly("Count[word=one, times=1]", id + ":inner/key", "left", "true");
    assertThat(steps.performed()).containsExactly("echo one");
    assertThat(engine.history(id))
        .anyMatch(e -> e.kind() == HistoryEntry.Kind.STEP && e.key().equals("inner/key"));
  }

  /** Performs something that can be counted. */
  private Count counted(String word) {
    return new Count(steps.echo(word), 1);
  }

  @Test
  void a_lambda_fails_and_is_repeated_like_any_step() throws Exception {
    Step twice = Step.command().retry(Retry.times(2).pausing(MOMENT));
    Engine engine =
        started(
            toy -> {
              toy.write(
                  toy.context()
                      .step(twice.named("flaky"), String.class, () -> steps.flaky("a", 1)));
              toy.write(kind(toy, () -> failing(toy, twice.named("b"), "permanent")));
              toy.write(kind(toy, () -> failing(toy, twice.named("c"), "fault")));
              assertThatThrownBy(() -> toy.context().step(twice, String.class, () -> "nameless"))
                  .isInstanceOf(IllegalArgumentException.class);
              toy.write(
                  kind(
                      toy,
                      () ->
                          toy.context()
                              .step(
                                  Step.quick().once().named("d"),
                                  String.class,
                                  () -> toy.command("e").echo("never"))));
            });

    assertThat(lines(engine)).containsExactly("a", "PERMANENT", "TRANSIENT", "PERMANENT");
    assertThat(steps.performed())
        .containsExactly("flaky a 1", "flaky a 2", "fail permanent", "fail fault", "fail fault");
  }

  private String failing(Toy toy, Step step, String kind) {
    return toy.context().step(step, String.class, () -> steps.fail(kind));
  }
}
