package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.Receipt;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyChild;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.OnEachEngine;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a run of an application's own workflow is ended, and begun again. */
@Timeout(120)
class OwnRunEndTest extends OnEachEngine {

  private static final String ID = "release-7";

  @TempDir Path folder;
  private SampleRepository repository;
  private final RecordedSteps steps = new RecordedSteps();

  /** One that is told to end, and does not. */
  @WorkflowInterface
  public interface Stubborn {

    /** Waits until it is stopped. */
    @WorkflowMethod(name = "AidpStubborn")
    String run();

    /** Is heard, and nothing more. */
    @SignalMethod
    void cancel();

    /** Stops it. */
    @SignalMethod
    void stop();
  }

  private static final class Waiting implements Stubborn {

    private final WorkflowContext context;
    private String heard = "";

    Waiting(WorkflowContext context) {
      this.context = context;
    }

    @Override
    public String run() {
      context.await(() -> heard.endsWith("stop"));
      return heard;
    }

    @Override
    public void cancel() {
      heard += "cancel ";
    }

    @Override
    public void stop() {
      heard += "stop";
    }
  }

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private Aidp application(Engine engine, Toy.Program program) {
    return Aidp.open(
        repository.top(),
        options(engine),
        Extensions.none()
            .workflow(Toy.run(program))
            .workflow(Toy.child(OwnRunEndTest::waits))
            .workflow(Stubborn.class, Waiting::new)
            .activities(steps));
  }

  private Aidp stranger(Engine engine) {
    return Aidp.open(repository.top(), options(engine));
  }

  private static void waits(Toy toy) {
    toy.write(toy.commands().echo("hello " + toy.input()));
    toy.awaitHearing("go");
  }

  private static void hasAChild(Toy toy) {
    Promise<?> child = toy.context().child(ToyChild.class, "part").start(part -> part.run("child"));
    waits(toy);
    child.get();
  }

  private static RunHandle started(Aidp aidp, Engine engine) {
    return aidp.start(ToyWorkflow.class, ID, engine.wireName(), toy -> toy.run("you"));
  }

  private void awaitStep(String step) {
    Await.until(() -> steps.performed().contains("echo hello " + step), step);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_cancel_ends_one_that_has_no_signal_for_it_and_all_that_it_has_begun(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunEndTest::hasAChild)) {
      RunHandle run = started(aidp, engine);
      awaitStep("you");
      awaitStep("child");

      try (Aidp stranger = stranger(engine)) {
        assertThat(stranger.run(ID).cancel().changed()).isTrue();
        assertThat(stranger.run(ID).ended().join().state()).isEqualTo(RunState.CANCELLED);
        assertThat(stranger.views(RunFilter.all().in(RunState.CANCELLED)))
            .extracting(RunView::id)
            .containsExactly(ID);
        assertThat(stranger.run(ID).cancel().outcome()).isEqualTo(Receipt.Outcome.ENDED);
        assertThat(stranger.run(ID).terminate().outcome()).isEqualTo(Receipt.Outcome.ENDED);
      }
      RunView end = run.ended().join();
      assertThat(end.state()).isEqualTo(RunState.CANCELLED);
      assertThat(end.exitCode()).isEqualTo(130);
      assertThatThrownBy(() -> run.result(ToyWorkflow.Lines.class).join())
          .hasRootCauseInstanceOf(StepFailedException.class);
      assertThat(ended(run)).contains(ID);
      if (engine != Engine.IN_MEMORY) { // its server ends no children with their parent
        Await.until(() -> ended(run).contains(ID + "/part"), "the end of the child");
      }
      assertThat(run.history())
          .filteredOn(entry -> entry.kind() == HistoryEntry.Kind.MESSAGE)
          .isEmpty();
      assertThat(aidp.remove(ID).runs()).containsExactly(ID);
      assertThatThrownBy(() -> aidp.run(ID)).isInstanceOf(NotFoundException.class);
    }
  }

  private static List<String> ended(RunHandle run) {
    return run.history().stream()
        .filter(entry -> entry.kind() == HistoryEntry.Kind.ENDED && entry.failed())
        .map(HistoryEntry::run)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void one_that_hears_a_cancel_and_goes_on_is_ended_all_the_same_where_it_is_terminated(
      Engine engine) {
    try (Aidp aidp = application(engine, OwnRunEndTest::waits);
        Aidp stranger = stranger(engine)) {
      RunHandle run = aidp.start(Stubborn.class, ID, engine.wireName(), Stubborn::run);
      RunHandle other = aidp.start(Stubborn.class, "other", engine.wireName(), Stubborn::run);

      for (String id : List.of(ID, "other")) {
        assertThat(stranger.run(id).cancel().changed()).isTrue();
        assertThat(stranger.run(id).view().state()).isEqualTo(RunState.RUNNING);
      }
      assertThat(stranger.run(ID).terminate().changed()).isTrue();
      other.signal(Stubborn.class, Stubborn::stop);

      assertThat(run.ended().join().state()).isEqualTo(RunState.CANCELLED);
      assertThat(other.result(String.class).join()).isEqualTo("cancel stop");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "DEV_SERVER"}) // a server in memory never takes a task back
  void one_that_nobody_works_on_is_ended_at_once(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunEndTest::hasAChild)) {
      started(aidp, engine);
      awaitStep("you");
      awaitStep("child");
    }

    try (Aidp stranger = stranger(engine)) {
      assertThat(stranger.run(ID).cancel().changed()).isTrue();
      assertThat(stranger.run(ID).view().state()).isEqualTo(RunState.CANCELLED);
    }

    try (Aidp worker = application(engine, OwnRunEndTest::hasAChild)) {
      worker.work(engine.wireName());
      assertThat(worker.run(ID).adopt()).isFalse();
      assertThat(worker.run(ID).view().state()).isEqualTo(RunState.CANCELLED);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void one_that_has_failed_begins_anew_with_the_same_arguments(Engine engine) {
    AtomicInteger begun = new AtomicInteger();
    Toy.Program failsOnce =
        toy -> {
          if (toy.context().step("first", Boolean.class, () -> begun.getAndIncrement() == 0)) {
            toy.commands().fail("permanent");
          }
          toy.write("done for " + toy.input());
        };
    try (Aidp aidp = application(engine, failsOnce)) {
      RunHandle run = started(aidp, engine);
      assertThat(run.ended().join().state()).isEqualTo(RunState.FAILED);
      assertThatThrownBy(() -> run.retry(List.of("model"))).isInstanceOf(NotFoundException.class);

      assertThat(run.retry(List.of()).text()).contains("generation 2", "begins anew");
      assertThat(run.adopt()).isTrue();

      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.result(ToyWorkflow.Lines.class).join().lines())
          .containsExactly("done for you");
      assertThat(run.view().run().generation()).isEqualTo(2);
      assertThat(started(aidp, engine).id()).isEqualTo(ID); // it is still that run
      assertThat(run.retry(List.of()).outcome()).isEqualTo(Receipt.Outcome.ALREADY);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void who_has_not_its_workflow_has_it_begin_anew_for_whoever_has(Engine engine) {
    try (Aidp aidp = application(engine, OwnRunEndTest::waits)) {
      RunHandle run = started(aidp, engine);
      awaitStep("you");
      assertThat(run.cancel().changed()).isTrue();
      assertThat(run.ended().join().state()).isEqualTo(RunState.CANCELLED);

      try (Aidp stranger = stranger(engine)) {
        assertThat(stranger.run(ID).retry(List.of()).text()).contains("has its workflow");
        assertThat(stranger.run(ID).view().state()).isEqualTo(RunState.PENDING);
      }

      assertThat(run.adopt()).isTrue();
      run.signal(ToyWorkflow.class, toy -> toy.say("go"));
      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
    }
  }
}
