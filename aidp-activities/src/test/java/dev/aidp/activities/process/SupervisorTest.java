package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  private static final Work WORK = new Work("run", 1, "unit", 1);
  private static final OutputSink NOBODY = (bytes, offset, length) -> {};
  private static final Duration LONG = Duration.ofMinutes(2);

  private final ProcessTable table = ProcessTable.ofThisMachine();
  @TempDir Path folder;

  @Test
  void runs_a_command_with_its_input_and_keeps_both_outputs_apart() throws Exception {
    try (ProcessResult ended = run(launch("tr a-z A-Z; echo oops >&2; exit 3", "hello", LONG))) {
      assertThat(ended.how()).isEqualTo(ProcessResult.How.EXITED);
      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(text(ended.output())).isEqualTo("HELLO");
      assertThat(text(ended.errors())).isEqualTo("oops\n");
    }
    assertThat(processes()).isEmptyDirectory();
  }

  @Test
  void a_command_that_never_reads_five_megabytes_of_input_delays_nobody() throws Exception {
    try (ProcessResult ended = run(launch("exit 0", "x".repeat(5 << 20), LONG))) {
      assertThat(ended.exitCode()).isZero();
    }
  }

  @Test
  void the_input_ends_so_that_a_command_that_reads_it_all_ends_too() throws Exception {
    try (ProcessResult ended = run(launch("wc -c", "x".repeat(5 << 20), LONG))) {
      assertThat(text(ended.output()).strip()).isEqualTo("5242880");
    }
  }

  @Test
  void is_the_head_of_a_group_of_its_own_and_its_identity_is_on_disk_before_it_runs()
      throws Exception {
    String command = "cat " + processes() + "/*/identity; echo; cut -d' ' -f1,5,6 /proc/$$/stat";

    try (ProcessResult ended = run(launch(command, "", LONG))) {
      String output = text(ended.output());
      String[] numbers = output.substring(output.lastIndexOf("\n\n") + 2).strip().split(" ");
      assertThat(numbers[0]).isEqualTo(numbers[1]).isEqualTo(numbers[2]);
      assertThat(output).contains("boot " + table.boot() + " .\nhead " + numbers[0] + " ");
    }
  }

  @Test
  void a_cancelled_command_that_ignores_TERM_is_ended_with_its_group() throws Exception {
    Path pids = folder.resolve("pids");
    String command =
        "trap '' TERM; sleep 1000 & echo $$ $! > "
            + pids
            + ".new; mv "
            + pids
            + ".new "
            + pids
            + "; wait; sleep 1000";
    AtomicLong cancelled = new AtomicLong();
    ObservedStep step =
        ObservedStep.cancelledWhen(
            () -> {
              cancelled.set(System.nanoTime());
              return Files.exists(pids);
            });

    assertThatThrownBy(() -> step.perform(() -> supervisor().run(launch(command, "", LONG))))
        .isInstanceOf(StepCancelledException.class);

    // The contract's own limit, far from what it takes.
    assertThat(Duration.ofNanos(System.nanoTime() - cancelled.get()))
        .isLessThan(Duration.ofSeconds(10));
    assertThat(alive(pids)).isFalse();
    assertThat(processes()).isEmptyDirectory();
  }

  @Test
  void a_step_that_shall_stop_already_starts_nothing() {
    Path begun = folder.resolve("begun");
    ObservedStep step = ObservedStep.cancelledWhen(() -> true);

    assertThatThrownBy(
            () ->
                step.perform(
                    () -> supervisor().run(launch("trap '' TERM; : > " + begun, "", LONG))))
        .isInstanceOf(StepCancelledException.class);

    assertThat(begun).doesNotExist();
  }

  @Test
  void nothing_is_started_before_the_disk_has_what_led_to_it() throws Exception {
    Path begun = folder.resolve("begun");
    ObservedStep step = ObservedStep.awaitingDisk(() -> assertThat(begun).doesNotExist());
    ObservedStep broken =
        ObservedStep.awaitingDisk(
            () -> {
              throw new UnusableException("The disk is gone.", "Put it back.");
            });
    Callable<ProcessResult> run = () -> supervisor().run(launch(": > " + begun, "", LONG));

    assertThatThrownBy(() -> broken.perform(run)).isInstanceOf(UnusableException.class);
    assertThat(begun).doesNotExist();
    try (ProcessResult ended = step.perform(run)) {
      assertThat(ended.exitCode()).isZero();
    }
    assertThat(begun).exists();
  }

  @Test
  void an_interrupted_step_ends_its_command() throws Exception {
    Path pids = folder.resolve("pids");
    Thread thread = Thread.currentThread();
    ObservedStep step =
        ObservedStep.cancelledWhen(
            () -> {
              if (Files.exists(pids)) {
                thread.interrupt();
              }
              return false;
            });

    assertThatThrownBy(
            () ->
                step.perform(
                    () ->
                        supervisor()
                            .run(
                                launch(
                                    "echo $$ > %1$s.new; mv %1$s.new %1$s; exec sleep 1000"
                                        .formatted(pids),
                                    "",
                                    LONG))))
        .isInstanceOf(StepCancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(alive(pids)).isFalse();
  }

  @Test
  void a_command_that_takes_too_long_is_ended_and_its_output_kept() throws Exception {
    try (ProcessResult ended =
        run(launch("echo begun; exec sleep 1000", "", Duration.ofSeconds(4)))) {
      assertThat(ended.how()).isEqualTo(ProcessResult.How.TIMED_OUT);
      assertThat(ended.exitCode()).isNull();
      assertThat(text(ended.output())).isEqualTo("begun\n");
    }
  }

  @Test
  void what_left_the_group_and_its_parent_is_found_by_its_environment() throws Exception {
    Path pids = folder.resolve("pids");
    String inner = "sh -c 'sleep 1000 & echo $! > " + pids + "' &";
    String command =
        "setsid sh -c \"setsid "
            + inner.replace("\"", "\\\"").replace("$", "\\$")
            + "\"; while ! [ -s "
            + pids
            + " ]; do sleep 0.05; done";

    try (ProcessResult ended = run(launch(command, "", LONG))) {
      assertThat(ended.exitCode()).isZero();
    }

    assertThat(alive(pids)).isFalse();
  }

  @Test
  void what_has_dropped_its_environment_is_found_by_its_group() throws Exception {
    Path pids = folder.resolve("pids");

    try (ProcessResult ended =
        run(launch("env -i sleep 1000 > /dev/null 2>&1 & echo $! > " + pids, "", LONG))) {
      assertThat(ended.exitCode()).isZero();
    }

    assertThat(alive(pids)).isFalse();
  }

  @Test
  void children_that_keep_being_born_are_ended_in_the_end() throws Exception {
    Path births = folder.resolve("births");
    String child =
        "trap '' TERM; while :; do setsid sh -c 'sleep 0.01' & echo >> "
            + births
            + "; sleep 0.01; done";

    try (ProcessResult ended =
        run(
            launch(
                "(" + child + ") & while ! [ -s " + births + " ]; do sleep 0.05; done",
                "",
                LONG))) {
      assertThat(ended.exitCode()).isZero();
    }
    long size = Files.size(births);

    try (ProcessResult later = run(launch("sleep 0.3", "", LONG))) {
      assertThat(later.exitCode()).isZero();
    }
    assertThat(Files.size(births)).isEqualTo(size);
  }

  @Test
  void two_hundred_megabytes_in_one_line_that_is_no_text_are_kept_whole() throws Exception {
    AtomicLong seen = new AtomicLong();
    OutputSink counting = (bytes, offset, length) -> seen.addAndGet(length);
    String command =
        "printf begin; head -c 200000000 /dev/zero | tr '\\0' '\\377'; printf 'the end'";
    Launch launch =
        new Launch(WORK, command, folder, ImmutableMap.of(), "", LONG, counting, NOBODY);

    try (ProcessResult ended = run(launch)) {
      assertThat(seen).hasValue(200_000_012);
      assertThat(ended.output().total()).isEqualTo(200_000_012);
      assertThat(ended.output().omitted()).isZero();
      assertThat(ended.output().tail(20)).hasSize(20).endsWith("\ufffdthe end");
      try (InputStream kept = ended.output().open()) {
        assertThat(new String(kept.readNBytes(5), java.nio.charset.StandardCharsets.US_ASCII))
            .isEqualTo("begin");
        assertThat(kept.skip(Long.MAX_VALUE)).isEqualTo(200_000_012 - 5);
      }
    }
  }

  @Test
  void beats_with_the_identity_of_what_runs() throws Exception {
    Path seen = folder.resolve("seen");
    AtomicInteger beats = new AtomicInteger();
    ObservedStep step =
        ObservedStep.cancelledWhen(
            () -> {
              if (beats.incrementAndGet() == 4) { // the first is before there is anything
                touch(seen);
              }
              return false;
            });
    String command = "until [ -e " + seen + " ]; do sleep 0.05; done";

    step.perform(() -> supervisor().run(launch(command, "", LONG))).close();

    assertThat(step.beats())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            beat -> {
              ProcessKey key = ((Running) beat).processes().get(0);
              assertThat(key.pid()).isGreaterThan(1);
              assertThat(key.start()).isPositive();
            });
  }

  @Test
  void an_environment_that_is_too_large_is_a_result() throws Exception {
    Map<String, String> environment = ImmutableMap.of("HUGE", "x".repeat(3 << 20));
    Launch launch = new Launch(WORK, "true", folder, environment, "", LONG, NOBODY, NOBODY);

    try (ProcessResult ended = run(launch)) {
      assertThat(ended.how()).isEqualTo(ProcessResult.How.NOT_STARTED);
      assertThat(ended.problem()).contains("Argument list too long");
    }
    assertThat(processes()).isEmptyDirectory();
  }

  @Test
  void output_that_cannot_be_kept_ends_the_command_and_leaves_nothing() throws Exception {
    Path pids = folder.resolve("pids");
    OutputSink full =
        (bytes, offset, length) -> {
          throw new IOException("No space left on device");
        };
    Launch launch =
        new Launch(
            WORK,
            "echo $$ > " + pids + "; echo some; exec sleep 1000",
            folder,
            ImmutableMap.of(),
            "",
            LONG,
            full,
            NOBODY);

    assertThatThrownBy(() -> run(launch))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("No space left");

    assertThat(alive(pids)).isFalse();
    assertThat(processes()).isEmptyDirectory();
  }

  private Launch launch(String command, String input, Duration timeout) {
    return new Launch(WORK, command, folder, ImmutableMap.of(), input, timeout, NOBODY, NOBODY);
  }

  private ProcessResult run(Launch launch) throws Exception {
    return ObservedStep.lasting().perform(() -> supervisor().run(launch));
  }

  private Supervisor supervisor() {
    return new Supervisor(
        folder.resolve("processes"), Secrets.in(java.util.Map.of()), Host.ofThisUser());
  }

  private Path processes() {
    return OrphanReaper.folder(folder.resolve("processes"), WORK);
  }

  private static void touch(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean alive(Path pids) throws IOException {
    for (String pid : Files.readString(pids).strip().split(" ")) {
      ProcessEntry entry = table.find(Long.parseLong(pid));
      if (entry != null && !entry.zombie()) {
        return true;
      }
    }
    return false;
  }

  private static String text(SpooledOutput capture) throws IOException {
    try (InputStream bytes = capture.open()) {
      return new String(bytes.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
