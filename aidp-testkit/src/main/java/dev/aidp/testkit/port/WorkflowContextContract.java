package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.testkit.port.ToySteps.Count;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Compensation;
import dev.aidp.workflow.Later;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowDefinition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every engine does with the port; a subclass for each engine says how one is made. */
public abstract class WorkflowContextContract implements EdgeContract {

  private static final long PATIENCE_SECONDS = 20;
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofHours(1);

  private final RecordedSteps steps = new RecordedSteps();
  private final List<Engine> engines = new ArrayList<>();
  private final String place = UUID.randomUUID().toString();
  private final String id = "toy-" + UUID.randomUUID();
  private @Nullable Lines ended;

  /** For subclasses. */
  protected WorkflowContextContract() {}

  /** Returns where the engines of this test work: each goes on with the runs of those before. */
  protected final String place() {
    return place;
  }

  /**
   * Returns an engine that performs {@code activities} and runs {@code definitions} at {@link
   * #place}; it is closed after the test.
   */
  protected abstract Engine engine(List<WorkflowDefinition<?>> definitions, List<?> activities)
      throws Exception;

  /** Returns whether a run goes on with another worker; servers for tests need not manage that. */
  protected boolean outlivesItsWorker() {
    return true;
  }

  /** Whatever a run has done, its program comes out the same when it is run again. */
  @AfterEach
  final void replayAndClose() {
    try {
      if (ended != null) {
        Engine engine = engines.get(engines.size() - 1);
        engine.drain(Duration.ZERO); // nobody holds it in memory any more
        assertThat(engine.query(id, ToyWorkflow.class, ToyWorkflow::lines)).isEqualTo(ended);
      }
    } finally {
      engines.forEach(Engine::close);
    }
  }

  private Engine engine(WorkflowDefinition<?>... definitions) throws Exception {
    return opened(List.of(definitions), List.of(steps));
  }

  @Override
  public final Engine opened(List<WorkflowDefinition<?>> definitions, List<?> activities)
      throws Exception {
    Engine engine = engine(definitions, activities);
    engines.add(engine);
    return engine;
  }

  private Engine started(Toy.Program program) throws Exception {
    return started(program, child -> {});
  }

  private Engine started(Toy.Program program, Toy.Program child) throws Exception {
    Engine engine = engine(Toy.run(program), Toy.child(child));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return engine;
  }

  private Outcome<Lines> outcome(Engine engine) throws Exception {
    return engine.result(id, Lines.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private List<String> lines(Engine engine) throws Exception {
    ended = outcome(engine).orThrow();
    return ended.lines();
  }

  private static void say(Engine engine, String id, String text) {
    assertThat(engine.signal(id, ToyWorkflow.class, toy -> toy.say(text))).isTrue();
  }

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
              Later<String> left = toy.context().start(() -> toy.command("left").meet("left", 2));
              Later<String> right =
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
              Later<String> left = toy.context().async("left", () -> meetTwice(toy));
              Later<String> right = toy.context().async("right", () -> meetTwice(toy));
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
  void all_waits_for_the_rest_and_keeps_an_early_failure() throws Exception {
    Engine engine =
        started(
            toy -> {
              Later<String> bad = toy.context().start(() -> toy.commands().fail("permanent"));
              toy.context().await(bad::done);
              Later<String> good = toy.context().start(() -> toy.commands().echo("good"));
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
              Later<String> bad = toy.context().start(() -> toy.command("a").fail("permanent"));
              Later<String> good = toy.context().start(() -> toy.command("b").echo("good"));
              Later<String> limit = toy.context().start(() -> toy.once("c").fail("timeout"));
              List<Later<String>> parts = List.of(bad, good, limit);
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
              Later<String> good = toy.context().start(() -> toy.command("a").echo("four"));
              Later<String> bad = toy.context().start(() -> toy.command("b").fail("permanent"));
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
              Later<String> slow = toy.context().start(() -> toy.command("slow").work("hard"));
              toy.context().await(() -> toy.heard().contains("working"));
              Later<String> quick = toy.context().start(() -> toy.command("quick").echo("quick"));
              Later<String> first = toy.context().any(List.of(slow, quick));
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
              Later<String> step = toy.context().start(() -> toy.commands().echo("never"));
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
              Later<String> step =
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
              Later<String> slow = toy.context().start(() -> toy.command("slow").work("hard"));
              Later<String> limited = slow.orTimeout(MOMENT);
              toy.write(((Outcome.Failed<String>) limited.outcome()).failure().kind());
              toy.awaitHearing("working");
              toy.write(slow.done());
              limited.cancel();
              toy.write(((Outcome.Failed<String>) slow.outcome()).failure().kind());
              toy.write(((Outcome.Failed<String>) limited.outcome()).failure().kind());
              Later<String> quick = toy.context().start(() -> toy.command("quick").echo("quick"));
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
              Later<String> slow = toy.context().start(() -> toy.command("slow").work("hard"));
              Later<String> quick = toy.context().start(() -> toy.command("quick").echo("quick"));
              Later<String> first = toy.context().anyOf(List.of(slow, quick.map("very "::concat)));
              toy.write(first.map(String::length).within(LONG).orThrow());
              Later<?> timer = toy.context().timer(MOMENT);
              toy.write(toy.context().any(List.of(slow, timer)) == timer);
              toy.write(timer.outcome().ok());
              Later<?> never = toy.context().timer(LONG);
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
              Child<ToyChild, Lines> child = toy.context().child(ToyChild.class, "one");
              Later<Lines> result = child.start(c -> c.run("x"));
              Later<String> body = toy.context().async("body", () -> toy.commands().echo("y"));
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

  private static String failed(FailureKind kind) {
    return new Outcome.Failed<>(new Failure(kind, "failed as told", RecordedSteps.RETRY_AT))
        .toString();
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

  private static String kind(Toy toy, Supplier<String> oneCall) {
    Outcome<String> outcome = toy.context().<String>start(oneCall).outcome();
    return ((Outcome.Failed<String>) outcome).failure().kind().name();
  }

  @Test
  void a_step_that_never_beats_is_performed_once_and_hears_that_it_shall_stop() throws Exception {
    Engine engine =
        started(
            toy -> {
              Step silent = Step.command().heartbeat(Duration.ofSeconds(2));
              toy.write(toy.steps(silent.named("a")).silent("a", 5_000));
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
  void a_step_that_waits_for_its_next_attempt_is_cancelled_at_once() throws Exception {
    Retry late = Retry.times(3).pausing(LONG).growing(1, LONG);
    Engine engine =
        started(
            toy -> {
              Step step = Step.command().retry(late);
              Later<String> flaky = toy.context().start(() -> toy.steps(step).flaky("a", 3));
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
              Later<String> left =
                  toy.context().start(() -> toy.context().step("left", String.class, () -> "left"));
              toy.write(toy.context().any(List.of(left)).get());
              toy.write(toy.context().step("null", String.class, () -> null) == null);
            });

    assertThat(lines(engine))
        .containsExactly("Count[word=one, times=1]", id + ":inner/key", "left", "true");
    assertThat(steps.performed()).containsExactly("echo one");
    assertThat(engine.history(id))
        .anyMatch(e -> e.kind().equals("step") && e.key().equals("inner/key"));
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

  /** Builds, waits for "go", publishes, waits for "end". */
  private static void before(Toy toy) {
    toy.write(toy.command("build").echo("built"));
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  /** Tells people after it has built: a change. */
  private static void changed(Toy toy, boolean tells) {
    toy.write(toy.command("build").echo("built"));
    if (tells) {
      toy.command("tell").note("told");
    }
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  private static void versioned(Toy toy) {
    toy.write(toy.command("build").echo("built"));
    if (toy.context().version("tell", 1) >= 1) {
      toy.command("tell").note("told");
    }
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.write(toy.context().version("tell", 1));
    toy.awaitHearing("end");
  }

  /** Goes on with another program in a process of its own. */
  private Engine goOn(Toy.Program program) throws Exception {
    assumeTrue(outlivesItsWorker(), "its runs stay with the worker that has them");
    engines.remove(engines.size() - 1).close();
    Engine engine = engine(Toy.run(program));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return engine;
  }

  private void awaitStep(Engine engine, String key) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (engine.history(id).stream().noneMatch(e -> e.key().equals(key))) {
      assertThat(System.nanoTime()).as(key + " is recorded").isLessThan(end);
    }
  }

  @Test
  void a_run_keeps_its_version_of_a_change_and_a_new_one_has_the_latest() throws Exception {
    Engine before = started(WorkflowContextContract::before);
    awaitLines(before, List.of("built"));
    Engine after = goOn(WorkflowContextContract::versioned);
    say(after, id, "go");
    awaitStep(after, "publish");
    Engine again = goOn(WorkflowContextContract::versioned);
    say(again, id, "end");

    assertThat(lines(again)).containsExactly("built", "published", "0");
    assertThat(steps.performed()).containsExactly("echo built", "echo published");
    String fresh = id + "-fresh";
    again.start(fresh, ToyWorkflow.class, toy -> toy.run("input"));
    say(again, fresh, "go");
    say(again, fresh, "end");
    assertThat(again.result(fresh, Lines.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orThrow())
        .isEqualTo(new Lines(List.of("built", "published", "1")));
    assertThat(steps.performed()).contains("note told");
  }

  @Test
  void a_branch_is_dropped_when_no_run_of_before_is_left() throws Exception {
    Engine versioned = started(WorkflowContextContract::versioned);
    awaitStep(versioned, "tell");
    say(versioned, id, "go");
    awaitStep(versioned, "publish");
    Engine dropped = goOn(toy -> changed(toy, true));
    say(dropped, id, "end");

    assertThat(lines(dropped)).containsExactly("built", "published");
    assertThat(steps.performed()).containsExactly("echo built", "note told", "echo published");
  }

  @Test
  void a_version_that_the_program_has_no_branch_for_is_said_so() throws Exception {
    Engine before = started(WorkflowContextContract::before);
    awaitLines(before, List.of("built"));
    Engine later =
        goOn(
            toy -> {
              toy.write(toy.command("build").echo("built"));
              toy.write(toy.context().version("tell", 1, 2));
              changed(toy, true);
            });
    say(later, id, "go");

    assertThatThrownBy(() -> outcome(later))
        .hasRootCauseInstanceOf(UnusableException.class)
        .rootCause()
        .hasMessageContaining("version 0 of the change 'tell'");
    Engine mended = goOn(WorkflowContextContract::versioned);
    say(mended, id, "end");
    assertThat(lines(mended)).containsExactly("built", "published", "0");
  }

  @Test
  void a_change_without_a_version_is_said_with_the_step_and_the_old_program_goes_on()
      throws Exception {
    Engine before = started(WorkflowContextContract::before);
    say(before, id, "go");
    awaitStep(before, "publish");
    Engine changed = goOn(toy -> changed(toy, true));
    say(changed, id, "end");

    assertThatThrownBy(() -> outcome(changed))
        .hasRootCauseInstanceOf(UnusableException.class)
        .rootCause()
        .hasMessageContaining("has changed")
        .hasMessageContaining("'publish'");
    assertThat(lines(goOn(WorkflowContextContract::before))).containsExactly("built", "published");
    assertThat(steps.performed()).containsExactly("echo built", "echo published");
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
  void what_was_done_before_a_failure_is_taken_back_in_reverse_order() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().compensated(undo -> booked(toy, undo, "fine")));
              assertThatThrownBy(
                      () ->
                          toy.context()
                              .scope(
                                  "second",
                                  () ->
                                      toy.context()
                                          .compensated(undo -> booked(toy, undo, "permanent"))))
                  .isInstanceOf(StepFailedException.class)
                  .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            });

    assertThat(lines(engine)).containsExactly("booked");
    assertThat(steps.performed())
        .containsExactly(
            "note flight",
            "note hotel",
            "note flight",
            "note hotel",
            "fail permanent",
            "fail permanent",
            "note no hotel",
            "note no flight");
    assertThat(engine.history(id)).anyMatch(e -> e.key().equals("second/undo-1/cancel"));
  }

  private static String booked(Toy toy, Compensation undo, String end) {
    undo.add(() -> toy.command("cancel").note("no flight"));
    toy.command("flight").note("flight");
    undo.add(() -> toy.command("cancel").note("no hotel"));
    toy.command("hotel").note("hotel");
    undo.add(() -> toy.command("cancel").fail("permanent"));
    return end.equals("fine") ? "booked" : toy.command("car").fail(end);
  }

  @Test
  void a_run_tells_any_other_run_something_once() throws Exception {
    String listener = id + "-listener";
    Engine engine =
        started(
            toy -> {
              if (toy.context().runId().equals(listener)) {
                toy.awaitHearing("last");
                toy.heard().forEach(toy::write);
                return;
              }
              toy.awaitHearing("go");
              toy.context().signal(listener, ToyWorkflow.class, other -> other.say("first"));
              toy.context().signal(id + "-nobody", ToyWorkflow.class, other -> other.say("you?"));
              toy.commands().note("in between");
              toy.context().signal(listener, ToyWorkflow.class, other -> other.say("last"));
            });
    engine.start(listener, ToyWorkflow.class, toy -> toy.run("input"));
    say(engine, id, "go");

    assertThat(lines(engine)).isEmpty();
    assertThat(
            engine.result(listener, Lines.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orThrow())
        .isEqualTo(new Lines(List.of("first", "last")));
  }

  @Test
  void a_child_gives_its_result_and_hears_its_parent() throws Exception {
    Engine engine =
        started(
            toy -> {
              Child<ToyChild, Lines> child = toy.context().child(ToyChild.class, "one");
              Later<Lines> result = child.start(c -> c.run("from parent"));
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
  void a_child_that_fails_is_a_value_and_one_that_is_started_again_is_the_same() throws Exception {
    Engine engine =
        started(
            toy -> {
              Child<ToyChild, Lines> child = toy.context().child(ToyChild.class, "one");
              toy.write(child.start(c -> c.run("first")).outcome());
              toy.write(
                  toy.context()
                      .<ToyChild, Lines>child(ToyChild.class, "one")
                      .start(c -> c.run("second"))
                      .outcome());
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

  private void awaitLines(Engine engine, List<String> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<String> found;
    do {
      found = engine.query(id, ToyWorkflow.class, ToyWorkflow::lines).lines();
    } while (!found.equals(wanted) && System.nanoTime() < end);
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void nobody_can_be_asked_who_is_not_there() throws Exception {
    Engine engine = engine(Toy.run(toy -> {}), Toy.child(child -> {}));

    assertThat(engine.condition("nobody")).isEqualTo(Condition.ABSENT);
    assertThatThrownBy(() -> engine.query("nobody", ToyWorkflow.class, ToyWorkflow::lines))
        .isInstanceOf(NoSuchElementException.class);
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
              toy.context()
                  .<ToyChild, Lines>child(ToyChild.class, "one")
                  .start(c -> c.run("y"))
                  .get();
              toy.context().sleep(MOMENT);
            },
            child -> child.commands().echo("z"));
    say(engine, id, "go");
    assertThat(lines(engine)).isEmpty();

    List<HistoryEntry> history = engine.history(id);
    assertThat(history.stream().filter(e -> e.run().equals(id)).map(HistoryEntry::kind))
        .containsOnlyOnce("started", "message", "step", "child", "timer", "ended");
    assertThat(history).extracting(HistoryEntry::at).isSorted();
    assertThat(history)
        .anyMatch(
            e ->
                e.kind().equals("step") && e.key().equals("a/echo") && e.payload().equals("\"x\""));
    assertThat(history).anyMatch(e -> e.run().equals(id + "/one") && e.kind().equals("step"));
    assertThat(history).anyMatch(e -> e.kind().equals("message") && e.key().equals("say"));
  }
}
