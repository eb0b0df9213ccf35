package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HeldProcessesTest {

  private static final Work WORK = new Work("run", 1, "unit", 1);
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
                assertThat(held.hold("run")).isEqualTo(1);
                assertThat(held.hold("another")).isZero();
              } else if (holding.get() && System.nanoTime() - heldAt.get() > limit.toNanos()) {
                write(release);
                held.release("run");
              }
              return false;
            });

    try (ProcessResult ended =
        step.perform(
            () ->
                new Supervisor(
                        folder.resolve("processes"),
                        Secrets.in(java.util.Map.of()),
                        Host.ofThisUser())
                    .run(
                        new Launch(
                            WORK,
                            "touch "
                                + ready
                                + "; until [ -e "
                                + release
                                + " ]; do sleep 0.05; done",
                            folder,
                            ImmutableMap.of(),
                            "",
                            limit,
                            NOBODY,
                            NOBODY)))) {

      assertThat(ended.how()).isEqualTo(ProcessResult.How.EXITED);
      assertThat(ended.took()).isGreaterThan(limit);
    }
  }

  private static void write(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
