package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.UpdateOptions;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A workflow of an application's own is as much a run as one of Aidp's. */
@Timeout(300)
class OwnRunTest extends OnEachEngine {

  @TempDir Path folder;
  private SampleRepository repository;
  private final RecordedSteps steps = new RecordedSteps();

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private Aidp application(Engine engine, Toy.Program program) {
    return Aidp.open(
        repository.top(),
        options(engine),
        Extensions.none().workflow(Toy.run(program)).activities(steps));
  }

  private Aidp withoutTheWorkflow(Engine engine) {
    return Aidp.open(repository.top(), options(engine));
  }

  private static void greets(Toy toy) {
    toy.write(toy.commands().echo("hello " + toy.input()));
    toy.awaitHearing("go");
    toy.write(toy.command("bye").echo("bye"));
  }

  private static RunHandle started(Aidp aidp, Engine engine) {
    return aidp.start(ToyWorkflow.class, "release-7", engine.wireName(), toy -> toy.run("you"));
  }

  private static void awaitLine(RunHandle run) {
    Await.until(() -> said(run).contains("hello"), "the first line");
  }

  private static String said(RunHandle run) {
    try {
      return run.query("lines", "[]");
    } catch (NotFoundException e) {
      return ""; // it has not begun yet
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void it_is_listed_looked_at_asked_and_told_by_whoever_has_its_workflow(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      RunHandle run = started(aidp, engine);
      awaitLine(run);

      RunView view = run.view();
      assertThat(view.kind()).isEqualTo("workflow");
      assertThat(view.state()).isEqualTo(RunState.RUNNING);
      assertThat(view.standing().phase()).isEqualTo("AidpToy");
      assertThat(aidp.views()).extracting(RunView::id).containsExactly("release-7");
      assertThat(run.query(ToyWorkflow.class, ToyWorkflow::lines).lines())
          .containsExactly("hello you");
      assertThat(run.logs()).isEmpty();

      assertThat(run.signal(ToyWorkflow.class, toy -> toy.say("go")).changed()).isTrue();
      assertThat(run.result(ToyWorkflow.Lines.class).join().lines())
          .containsExactly("hello you", "bye");
      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.view().state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.history()).extracting(HistoryEntry::kind).contains(HistoryEntry.Kind.STEP);
      assertThat(run.signal("say", "[\"again\"]").changed()).isFalse();
      assertThat(run.retry(List.of()).outcome()).isEqualTo(Receipt.Outcome.ALREADY);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void who_has_not_its_workflow_lists_it_and_tells_it_something_by_name(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      RunHandle run = started(aidp, engine);
      awaitLine(run);
      try (Aidp stranger = withoutTheWorkflow(engine)) {
        RunHandle seen = stranger.run("release-7");
        assertThat(seen.view().state()).isEqualTo(RunState.RUNNING);
        assertThat(seen.adopt()).isFalse();
        assertThat(seen.signal("unheard-of", "[]").changed()).isTrue(); // which it ignores
        assertThat(seen.signal("say", "[\"go\"]").changed()).isTrue();
        assertThat(seen.ended().join().state()).isEqualTo(RunState.COMPLETED);
      }
      assertThat(run.result(ToyWorkflow.Lines.class).join().lines()).contains("bye");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void an_update_gives_its_value_to_whoever_sends_it(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      RunHandle run = started(aidp, engine);

      assertThat(run.update(ToyWorkflow.class, toy -> toy.ask("me")).join()).isEqualTo("heard me");
      assertThatThrownBy(() -> run.update(ToyWorkflow.class, toy -> toy.ask("no")).join())
          .cause()
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("It does not take 'no'.");
      assertThatThrownBy(() -> run.update(ToyWorkflow.class, ToyWorkflow::lines))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("lines of ToyWorkflow has no @UpdateMethod");
      try (Aidp stranger = withoutTheWorkflow(engine)) {
        UpdateOptions go = UpdateOptions.id("go").withoutWaiting();
        RunHandle seen = stranger.run("release-7");
        assertThat(seen.update("ask", "[\"go\"]", go).join()).isEqualTo("\"heard go\"");
        assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
        assertThat(seen.update("ask", "[\"go\"]", go).join()).isEqualTo("\"heard go\"");
        assertThatThrownBy(() -> seen.update("ask", "[\"again\"]").join())
            .hasRootCauseInstanceOf(StepFailedException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "DEV_SERVER"}) // a server in memory never takes a task back
  void an_update_of_a_run_that_nobody_works_on_waits_unless_it_shall_not(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      awaitLine(started(aidp, engine));
    }
    try (Aidp stranger = withoutTheWorkflow(engine)) {
      RunHandle run = stranger.run("release-7");
      assertThatThrownBy(
              () -> run.update("ask", "[\"x\"]", UpdateOptions.defaults().withoutWaiting()).join())
          .hasCauseInstanceOf(UnusableException.class)
          .hasMessageContaining("Nobody works on the run 'release-7'");
      CompletableFuture<String> waits = run.update("ask", "[\"go\"]");

      try (Aidp worker = application(engine, OwnRunTest::greets)) {
        worker.work(engine.wireName());

        assertThat(waits.join()).isEqualTo("\"heard go\"");
        assertThat(worker.run("release-7").ended().join().state()).isEqualTo(RunState.COMPLETED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_failure_is_its_end_and_tells_why(Engine engine) {
    Toy.Program fails = toy -> toy.commands().fail("permanent");
    try (Aidp aidp = application(engine, fails)) {
      RunHandle run = started(aidp, engine);

      RunView end = run.ended().join();

      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(end.error()).isNotNull();
      assertThat(end.error().message()).contains("failed as told");
      assertThatThrownBy(() -> run.result(ToyWorkflow.Lines.class).join())
          .hasRootCauseInstanceOf(StepFailedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_same_start_attaches_and_another_one_is_refused(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      RunHandle run = started(aidp, engine);
      RunHandle again = started(aidp, engine);
      assertThat(again.id()).isEqualTo(run.id());
      assertThatThrownBy(
              () ->
                  aidp.start(
                      ToyWorkflow.class, "release-7", engine.wireName(), toy -> toy.run("others")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("other arguments");
      awaitLine(run);
      run.signal("say", "[\"go\"]");
      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
      assertThat(steps.performed()).containsExactly("echo hello you", "echo bye");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whoever_hears_of_its_end_may_close_the_aidp_that_told_him(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      RunHandle run = started(aidp, engine);
      awaitLine(run);
      Aidp first = withoutTheWorkflow(engine);
      Aidp second = withoutTheWorkflow(engine);
      Aidp third = withoutTheWorkflow(engine);
      CompletableFuture<Void> closed =
          CompletableFuture.allOf(
              first
                  .engine(engine.wireName())
                  .result("release-7", ToyWorkflow.Lines.class)
                  .thenRun(first::close),
              second.run("release-7").result(ToyWorkflow.Lines.class).thenRun(second::close),
              third.run("release-7").ended().thenRun(third::close));

      run.signal("say", "[\"go\"]");

      assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "DEV_SERVER"}) // a server in memory never takes a task back
  void a_worker_that_has_its_workflow_takes_it_over_and_no_other_one(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      awaitLine(started(aidp, engine));
    }
    try (Aidp stranger = withoutTheWorkflow(engine)) {
      stranger.work(engine.wireName());
      assertThat(stranger.run("release-7").adopt()).isFalse();
      assertThat(stranger.run("release-7").view().state()).isEqualTo(RunState.INTERRUPTED);
      stranger.run("release-7").signal("say", "[\"go\"]");

      try (Aidp worker = application(engine, OwnRunTest::greets)) {
        worker.work(engine.wireName());
        Await.until(() -> worker.run("release-7").view().ended(), "the end, by the worker");
        assertThat(worker.run("release-7").view().state()).isEqualTo(RunState.COMPLETED);
      }
    }
    assertThat(steps.performed()).containsExactly("echo hello you", "echo bye");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_question_that_it_does_not_know_is_told(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunTest::greets)) {
      RunHandle run = started(aidp, engine);
      awaitLine(run);
      assertThatThrownBy(() -> run.query("weather", "[]"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("weather");
      assertThatThrownBy(() -> aidp.run("nobody")).isInstanceOf(NotFoundException.class);
      run.signal("say", "[\"go\"]");
      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
    }
  }
}
