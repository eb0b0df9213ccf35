package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.Priority;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 1: which run an id means, and who may say what to it. */
class AttachTest {

  private static final Setting ONE = Setting.plan("units: [{id: one, task: One.}]");

  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void starting_with_an_id_that_exists_attaches_and_never_starts_a_second_run() {
    Stage.end(stage.start("run", ONE));

    assertThat(Stage.end(stage.start("run", ONE)).state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.agent().calls()).hasSize(1);
    assertThat(stage.aidp().runs()).hasSize(1);
  }

  @Test
  void a_start_that_differs_is_refused_and_says_in_what() {
    Stage.end(stage.start("run", ONE));

    assertThatThrownBy(() -> stage.start("run", ONE.maxIterations(7)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("limits");
    assertThatThrownBy(() -> stage.start("run", ONE.check("more", "true")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("checks");
    assertThatThrownBy(() -> stage.start("run", Setting.plan("units: [{id: two, task: 2}]")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("plan");
    assertThatThrownBy(() -> stage.start("RUN", ONE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("case");
    assertThat(stage.agent().calls()).hasSize(1);
  }

  @Test
  void texts_that_give_one_id_get_the_next_free_ones_however_close_they_start() throws Exception {
    List<String> texts = List.of("Add CSV!", "Add CSV?", "Add: CSV", "add csv");
    CyclicBarrier together = new CyclicBarrier(texts.size());
    ExecutorService processes = Executors.newFixedThreadPool(texts.size());

    RunSettings settings = ONE.settings(stage.agent().command());

    List<Callable<String>> starts =
        texts.stream()
            .<Callable<String>>map(
                text -> () -> started(WorkLoopRequest.of(text).with(settings), together))
            .toList();
    List<String> ids = new ArrayList<>();
    for (Future<String> id : processes.invokeAll(starts)) {
      ids.add(id.get());
    }
    processes.shutdown();

    assertThat(ids)
        .containsExactlyInAnyOrder("l-add-csv", "l-add-csv-2", "l-add-csv-3", "l-add-csv-4");
  }

  /** Starts a loop by a way in of its own, as another process would. */
  private String started(WorkLoopRequest request, CyclicBarrier together) throws Exception {
    try (Aidp aidp = Aidp.open(stage.repository().top(), AidpOptions.defaults())) {
      together.await();
      return aidp.start(request).id();
    }
  }

  @Test
  void a_base_that_is_named_as_before_means_what_it_meant_then() {
    Stage.end(stage.start("run", ONE));
    stage.repository().write("later.txt", "later\n").commitAll("Later");

    assertThat(Stage.end(stage.start("run", ONE)).state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void what_is_final_is_not_changed_by_what_is_said_to_it() {
    RunHandle run = stage.start("run", ONE);
    Stage.end(run);

    assertThat(run.pause().changed()).isFalse();
    assertThat(run.resume().changed()).isFalse();
    assertThat(run.cancel().changed()).isFalse();
    assertThat(run.inject("late", Priority.NORMAL, null).changed()).isFalse();
    assertThat(run.view().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void a_unit_that_is_over_hears_nothing_and_says_so() {
    Gate gate = stage.agent().gate("two");
    stage.agent().coder("two", Act.complete().waitingAt(gate));
    String units = "units: [{id: one, task: 1}, {id: two, task: 2, depends_on: [one]}]";
    RunHandle run = stage.start("run", Setting.plan(units));
    gate.awaitReached();

    assertThat(run.inject("late", Priority.NORMAL, "one").changed()).isFalse();
    assertThat(run.inject("in time", Priority.NORMAL, "two").changed()).isTrue();
    gate.open();
    Stage.end(run);
  }

  @Test
  void a_run_or_unit_that_is_not_there_is_named() {
    RunHandle run = stage.start("run", ONE);
    Stage.end(run);

    assertThatThrownBy(() -> stage.aidp().run("other"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("other");
    assertThatThrownBy(() -> run.retry(List.of("two")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("two");
  }

  @Test
  void what_was_given_up_is_interrupted_and_goes_on_in_the_next_process() {
    stage.agent().rule("coder/one/1/1/1", Act.complete().waitingAt(stage.agent().gate("one")));
    Aidp first = Aidp.open(stage.repository().top(), AidpOptions.defaults());
    stage.start(first, "run", ONE);
    stage.agent().gate("one").awaitReached();

    first.close();

    assertThat(stage.aidp().run("run").view().state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(stage.agent().living()).isEmpty();
    assertThat(Stage.end(stage.start("run", ONE)).state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.agent().counts()).containsEntry("coder/one/1/1", 2);
  }

  @Test
  void a_run_without_an_owner_is_cancelled_at_once() {
    stage.agent().coder("one", Act.complete().waitingAt(stage.agent().gate("one")));
    try (Aidp first = Aidp.open(stage.repository().top(), AidpOptions.defaults())) {
      stage.start(first, "run", ONE);
      stage.agent().gate("one").awaitReached();
    }

    assertThat(stage.aidp().run("run").cancel().changed()).isTrue();
    assertThat(stage.aidp().run("run").view().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void what_is_said_without_an_owner_is_kept() {
    stage.agent().rule("coder/one/1/1/1", Act.complete().waitingAt(stage.agent().gate("one")));
    try (Aidp first = Aidp.open(stage.repository().top(), AidpOptions.defaults())) {
      stage.start(first, "run", ONE);
      stage.agent().gate("one").awaitReached();
    }
    stage.aidp().run("run").inject("mind the gap", Priority.CRITICAL, null);

    Stage.end(stage.start("run", ONE));

    // The turn that was under way is taken again as it was; if it is enough, nobody is left to
    // tell.
    assertThat(stage.agent().promptedWith("mind the gap").size()).isLessThanOrEqualTo(1);
    assertThat(stage.aidp().run("run").view().state()).isEqualTo(RunState.COMPLETED);
  }
}
