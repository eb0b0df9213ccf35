package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who learns that a run has ended, and what a look changes: nothing. */
class EndsTest {

  private static final Setting ONE = Setting.plan("units: [{id: one, task: One.}]");

  @TempDir Path folder;
  private Stage stage;
  private Database database;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
    database = Database.open(stage.repository().top().resolve(".aidp/aidp.db"));
  }

  @AfterEach
  void close() {
    stage.close();
    database.close();
  }

  private boolean kept() {
    return new RunRegistry(database).find("run").orElseThrow().finished() != null;
  }

  @Test
  void the_last_document_of_a_run_is_kept_though_nobody_looks() {
    stage.start("run", ONE);

    Await.until(this::kept, "the last document");
  }

  @Test
  void who_waits_for_a_run_hears_how_it_ended_though_that_is_pruned_before_he_looks() {
    Gate gate = stage.agent().gate("first");
    stage.agent().coder("one", Act.writes("one.txt", "one\n").waitingAt(gate));
    CompletableFuture<RunView> end = stage.start("run", ONE).ended();
    gate.awaitReached();
    database.write(sql -> sql.update("DELETE FROM registry"));

    gate.open();

    assertThat(end.join().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void a_deadline_is_for_who_waits_and_neither_for_the_run_nor_for_others_that_wait() {
    Gate gate = stage.agent().gate("first");
    stage.agent().coder("one", Act.writes("one.txt", "one\n").waitingAt(gate));
    RunHandle run = stage.start("run", ONE);
    CompletableFuture<RunView> other = run.ended();
    gate.awaitReached();

    assertThatThrownBy(() -> run.ended().orTimeout(10, TimeUnit.MILLISECONDS).join())
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(run.view().state()).isEqualTo(RunState.RUNNING);
    gate.open();

    assertThat(other.join().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void one_that_is_closed_says_so() {
    Aidp closed = Aidp.open(stage.repository().top(), AidpOptions.defaults());
    closed.close();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            closed::views,
            closed::runs,
            closed::size,
            () -> closed.run("run"),
            () -> closed.engine("native"))) {
      assertThatThrownBy(call).isInstanceOf(UsageException.class).hasMessageContaining("closed");
    }
  }

  @Test
  void looking_at_a_run_that_has_ended_writes_nothing() {
    RunView last = Stage.end(stage.start("run", ONE));
    stage.close();
    database.write(sql -> sql.update("UPDATE registry SET finished = NULL"));

    try (Aidp aidp = Aidp.open(stage.repository().top(), AidpOptions.defaults())) {
      RunView seen = aidp.run("run").view();
      assertThat(seen.state()).isEqualTo(RunState.COMPLETED);
      assertThat(seen.times().durationMs()).isEqualTo(last.times().durationMs());
      assertThat(aidp.views()).singleElement().isEqualTo(seen);
    }

    assertThat(kept()).isFalse();
  }
}
