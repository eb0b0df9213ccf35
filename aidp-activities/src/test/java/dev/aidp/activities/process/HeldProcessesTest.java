package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HeldProcessesTest {

  private static final Work WORK = new Work("run", 1, "unit", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Enough for a shell that starts programs by vfork to be met there many times. */
  private static final int ROUNDS = 200;

  private static final OutputSink NOBODY = (bytes, offset, length) -> {};

  @TempDir Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "groups cannot be seen elsewhere")
  void what_is_held_stands_still_beyond_its_time_out_and_then_goes_on() throws Exception {
    Path ready = folder.resolve("ready");
    Path release = folder.resolve("go");
    HeldProcesses held = new HeldProcesses(folder.resolve("processes"));
    AtomicBoolean holding = new AtomicBoolean();
    AtomicLong heldAt = new AtomicLong();
    Duration limit = Duration.ofSeconds(4);
    ObservedStep step =
        ObservedStep.cancelledWhen(
            () -> {
              if (Files.exists(ready) && holding.compareAndSet(false, true)) {
                heldAt.set(System.nanoTime());
                assertThat(held.hold("run")).isEqualTo(new HeldProcesses.Held(1, 0));
                assertThat(held.hold("another").programs()).isZero();
              } else if (holding.get() && System.nanoTime() - heldAt.get() > limit.toNanos()) {
                write(release);
                held.release("run");
              }
              return false;
            });

    String command = "touch " + ready + "; until [ -e " + release + " ]; do sleep 0.05; done";
    try (ProcessResult ended = run(step, command, limit)) {

      assertThat(ended.how()).isEqualTo(ProcessResult.How.EXITED);
      assertThat(ended.took()).isGreaterThan(limit);
    }
  }

  @Test
  void what_starts_while_it_is_held_does_nothing_until_it_is_released() throws Exception {
    Path ran = folder.resolve("ran");
    HeldProcesses held = new HeldProcesses(folder.resolve("processes"));
    AtomicLong firstBeat = new AtomicLong();
    Duration limit = Duration.ofSeconds(2);
    held.hold("run");
    ObservedStep step =
        ObservedStep.cancelledWhen(
            () -> {
              firstBeat.compareAndSet(0, System.nanoTime());
              if (System.nanoTime() - firstBeat.get() > limit.toNanos()) {
                held.release("run");
              } else {
                assertThat(ran).doesNotExist();
              }
              return false;
            });

    try (ProcessResult ended = run(step, "touch " + ran, limit)) {
      assertThat(ended.how()).isEqualTo(ProcessResult.How.EXITED);
      assertThat(ended.took()).isGreaterThan(limit);
    }
    assertThat(ran).exists();
  }

  @Test
  void what_starts_while_it_is_held_can_be_cancelled() {
    Path ran = folder.resolve("ran");
    new HeldProcesses(folder.resolve("processes")).hold("run");
    AtomicLong beats = new AtomicLong();
    ObservedStep step = ObservedStep.cancelledWhen(() -> beats.incrementAndGet() > 2);

    assertThatThrownBy(() -> run(step, "touch " + ran, Duration.ofMinutes(2)))
        .isInstanceOf(StepCancelledException.class);

    assertThat(ran).doesNotExist();
  }

  /** Such a head waits for its child in the kernel, where no stop reaches it. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "groups cannot be seen elsewhere")
  void a_head_that_is_held_just_as_it_starts_a_program_stands_still_too() throws Exception {
    ProcessTable table = ProcessTable.ofThisMachine();
    Process head =
        new ProcessBuilder("setsid", "sh", "-c", "echo; while :; do /bin/true; done").start();
    try {
      assertThat(head.getInputStream().read()).isEqualTo('\n');
      ProcessFamily family = new ProcessFamily(table, table.find(head.pid()).key(), "none", true);
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(GroupSignal.send("STOP", head.pid(), PATIENCE)).isTrue();
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!family.stopped()) {
          assertThat(System.nanoTime()).as("it stands: " + family.members()).isLessThan(limit);
          Thread.onSpinWait();
        }
        assertThat(GroupSignal.send("CONT", head.pid(), PATIENCE)).isTrue();
      }
    } finally {
      new ProcessTerminator(new ProcessFamily(table, table.find(head.pid()).key(), "none", true))
          .end(Duration.ZERO);
    }
  }

  private ProcessResult run(ObservedStep step, String command, Duration limit) throws Exception {
    Supervisor supervisor =
        new Supervisor(folder.resolve("processes"), Secrets.in(Map.of()), Host.ofThisUser());
    return step.perform(
        () ->
            supervisor.run(
                new Launch(WORK, command, folder, ImmutableMap.of(), "", limit, NOBODY, NOBODY)));
  }

  private static void write(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
