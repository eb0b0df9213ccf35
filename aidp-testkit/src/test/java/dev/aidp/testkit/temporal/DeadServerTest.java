package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.failure.UnusableException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not answer stalls nobody but those who ask it, and these once. */
@Timeout(300)
class DeadServerTest {

  /** Less than is given to a server to answer: who waits for that is not told at once. */
  private static final Duration AT_ONCE = Duration.ofMillis(2_400);

  @TempDir Path folder;

  /** A repository with a run under way on each engine, seen by who is told another server. */
  private void seenFrom(String target, Looking looking) throws Exception {
    try (Stage stage = Stage.onTemporal(folder, DevServer.shared().target())) {
      Gate gate = stage.agent().gate("slow");
      stage.agent().coder("one", Act.writes("one.txt", "x").waitingAt(gate));
      Setting setting = Setting.plan("units: [{id: one, task: One.}]").unchecked();
      stage.aidp().start(stage.feature(setting), StartOptions.id("native").on("native"));
      stage.start("temporal", setting);
      gate.awaitReached();
      try (Aidp other =
          Aidp.open(stage.repository().top(), AidpOptions.defaults().at(target, null))) {
        var warm = other.run("native").view(); // what is used for the first time takes its time
        assertThat(warm.state()).isEqualTo(RunState.RUNNING);
        looking.look(other);
      } finally {
        gate.open();
      }
    }
  }

  private interface Looking {
    void look(Aidp aidp) throws Exception;
  }

  private static Duration time(Runnable call) {
    long begun = System.nanoTime();
    call.run();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void assertBothListed(Aidp aidp) {
    assertThat(aidp.views())
        .extracting(RunView::id, RunView::state)
        .contains(
            org.assertj.core.groups.Tuple.tuple("native", RunState.RUNNING),
            org.assertj.core.groups.Tuple.tuple("temporal", RunState.INTERRUPTED));
  }

  @Test
  void who_waits_for_a_silent_server_keeps_nobody_from_the_native_engine() throws Exception {
    try (SilentServer silent = new SilentServer()) {
      seenFrom(
          silent.target(),
          aidp -> {
            CompletableFuture<?> stalled =
                CompletableFuture.runAsync(() -> aidp.run("temporal").view());
            silent.awaitSpokenTo();

            assertThat(time(() -> aidp.run("native").view())).isLessThan(AT_ONCE);
            assertThat(stalled).isNotDone();
            assertThatThrownBy(() -> stalled.get(180, TimeUnit.SECONDS))
                .hasCauseInstanceOf(UnusableException.class)
                .hasMessageContaining(silent.target() + " listens and does not answer.");
          });
    }
  }

  @Test
  void that_a_server_is_silent_is_remembered() throws Exception {
    try (SilentServer silent = new SilentServer()) {
      seenFrom(
          silent.target(),
          aidp -> {
            assertBothListed(aidp);

            assertThat(time(() -> assertBothListed(aidp))).isLessThan(AT_ONCE);
            assertThat(
                    time(
                        () ->
                            assertThatThrownBy(() -> aidp.run("temporal").cancel())
                                .isInstanceOf(UnusableException.class)))
                .isLessThan(AT_ONCE);
          });
    }
  }

  private static AidpOptions orNative(String target) {
    AidpOptions options = AidpOptions.defaults().at(target, null);
    return options.withTemporal(options.temporal().withFallbackToNative(true));
  }

  @Test
  void only_where_nobody_listens_a_run_falls_back_to_the_native_engine() throws Exception {
    Path top = SampleRepository.in(folder.resolve("repository")).top();
    StartOptions start = StartOptions.id("one").on("temporal");
    WorkLoopRequest request = WorkLoopRequest.of("Write it.").agentCommand("sleep 60");
    String nobody;
    try (SilentServer silent = new SilentServer();
        Aidp aidp = Aidp.open(top, orNative(silent.target()))) {
      nobody = silent.target();
      assertThatThrownBy(() -> aidp.start(request, start))
          .isInstanceOf(UnusableException.class)
          .hasMessageContaining("does not answer");
      assertThat(aidp.views()).isEmpty();
    }
    try (Aidp aidp = Aidp.open(top, orNative(nobody))) {
      RunHandle run = aidp.start(request, start);

      assertThat(run.view().run().engine()).isEqualTo("native");
      run.cancel();
      assertThat(run.ended().join().state()).isEqualTo(RunState.CANCELLED);
    }
  }

  @Test
  void a_server_that_refuses_is_told_at_once_and_asked_again_each_time() throws Exception {
    try (DevServer late = DevServer.start()) {
      late.kill();
      seenFrom(
          late.target(),
          aidp -> {
            assertThat(time(() -> assertBothListed(aidp))).isLessThan(AT_ONCE);

            late.restart();

            assertThatThrownBy(() -> aidp.run("temporal").view())
                .hasMessageContaining("is not on the Temporal service");
          });
    }
  }
}
