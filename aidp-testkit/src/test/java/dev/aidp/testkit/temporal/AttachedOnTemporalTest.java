package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 1: whoever only attaches brings no worker, so its end ends no agent. */
@Timeout(300)
class AttachedOnTemporalTest {

  private static final AidpOptions NOWHERE = AidpOptions.defaults().at("127.0.0.1:1", null);

  @TempDir Path folder;

  @Test
  void a_run_that_somebody_works_on_is_not_adopted() {
    String target = DevServer.shared().target();
    try (Stage owner = Stage.onTemporal(folder, target)) {
      Gate gate = owner.agent().gate("slow");
      owner.agent().coder("one", Act.writes("one.txt", "x").waitingAt(gate));
      Setting setting = Setting.plan("units: [{id: one, task: One.}]");
      RunHandle run = owner.start("run", setting);
      gate.awaitReached();

      try (Aidp other =
          Aidp.open(owner.repository().top(), AidpOptions.defaults().at(target, null))) {
        RunHandle attached = owner.start(other, "run", setting);
        assertThat(attached.adopt()).isFalse();
        assertThat(attached.view().state()).isEqualTo(RunState.RUNNING);
      }

      gate.open();
      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
      assertThat(owner.agent().calls()).hasSize(1);
    }
  }

  @Test
  void a_run_is_found_on_its_own_service_unless_another_one_is_named() {
    try (Stage owner = Stage.onTemporal(folder, DevServer.shared().target())) {
      Gate gate = owner.agent().gate("slow");
      owner.agent().coder("one", Act.writes("one.txt", "x").waitingAt(gate));
      owner.start("run", Setting.plan("units: [{id: one, task: One.}]"));
      gate.awaitReached();

      try (Aidp named = Aidp.open(owner.repository().top(), NOWHERE)) {
        assertThatThrownBy(() -> named.run("run").view()).isInstanceOf(UnusableException.class);
      }
      try (Aidp plain = Aidp.open(owner.repository().top(), AidpOptions.defaults())) {
        RunHandle run = plain.run("run");
        assertThat(run.view().state()).isEqualTo(RunState.RUNNING);
        assertThat(run.cancel().changed()).isTrue();
        assertThat(Stage.end(run).state()).isEqualTo(RunState.CANCELLED);
      }
    }
  }

  @Test
  void a_run_is_neither_begun_nor_steered_on_another_service_than_its_own() {
    String elsewhere = DevServer.shared().target();
    try (DevServer own = DevServer.start();
        Stage owner = Stage.onTemporal(folder, own.target())) {
      Gate gate = owner.agent().gate("slow");
      owner.agent().coder("one", Act.writes("one.txt", "x").waitingAt(gate));
      Setting setting = Setting.plan("units: [{id: one, task: One.}]");
      RunHandle run = owner.start("run", setting);
      gate.awaitReached();

      try (Aidp astray =
          Aidp.open(owner.repository().top(), AidpOptions.defaults().at(elsewhere, null))) {
        RunHandle there = astray.run("run");
        for (ThrowingCallable call :
            List.<ThrowingCallable>of(
                there::view,
                there::pause,
                there::cancel,
                there::history,
                () -> owner.start(astray, "run", setting))) {
          assertThatThrownBy(call)
              .isInstanceOf(UsageException.class)
              .hasMessageContaining("'run' is not on the Temporal service " + elsewhere)
              .hasMessageContaining("It was started on " + own.target());
        }
        assertThat(astray.views()).extracting(RunView::state).containsOnly(RunState.INTERRUPTED);
      }

      gate.open();
      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
      assertThat(owner.agent().calls()).hasSize(1);
    }
  }

  @Test
  void whoever_is_interrupted_ends_the_agents_it_runs_and_whoever_else_works_goes_on() {
    AidpOptions there = AidpOptions.defaults().at(DevServer.shared().target(), null);
    try (Stage stage = Stage.onTemporal(folder, DevServer.shared().target())) {
      Gate gate = stage.agent().gate("slow");
      stage.agent().coder("one", Act.writes("one.txt", "x").waitingAt(gate));
      Setting one = Setting.plan("units: [{id: one, task: One.}]");
      Setting two = Setting.plan("units: [{id: two, task: Two.}]");
      try (Aidp interrupted = Aidp.open(stage.repository().top(), there)) {
        stage.start(interrupted, "one", one);
        gate.awaitReached();
      }
      assertThat(stage.aidp().run("one").view().state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(stage.agent().living()).isEmpty();

      stage.agent().coder("two", Act.writes("two.txt", "x"));
      try (Aidp other = Aidp.open(stage.repository().top(), there)) {
        assertThat(Stage.end(stage.start(other, "two", two)).state()).isEqualTo(RunState.COMPLETED);
        gate.open();
        assertThat(Stage.end(other.run("one")).state()).isEqualTo(RunState.COMPLETED);
      }
      assertThat(stage.agent().counts()).containsEntry("coder/one/1/1", 2);
    }
  }
}
