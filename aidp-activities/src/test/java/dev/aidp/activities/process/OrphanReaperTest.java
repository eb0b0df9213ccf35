package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanReaperTest {

  private static final Work WORK = new Work("run", 1, "unit", 1);
  private static final Work LATER = new Work("run", 2, "unit", 3);
  private static final OutputSink NOBODY = (bytes, offset, length) -> {};

  private final ProcessTable table = ProcessTable.ofThisMachine();
  private final List<Process> started = new ArrayList<>();
  @TempDir Path processes;

  @AfterEach
  void end_what_a_test_left() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void what_a_killed_JVM_left_is_ended_wherever_it_has_gone() throws Exception {
    Path pids = processes.resolve("pids");
    Process jvm = crashing(pids);
    assertThat(jvm.inputReader().readLine()).isEqualTo("running");
    jvm.destroyForcibly().waitFor();
    ImmutableList<Long> left = pids(pids);
    assertThat(left).hasSize(4).allMatch(this::lives);

    new OrphanReaper(processes).end(LATER);

    assertThat(left).noneMatch(this::lives);
    assertThat(OrphanReaper.folder(processes, WORK)).doesNotExist();
  }

  /** Runs a command until it is killed; its descendants' pids are in the file that is named. */
  static final class Crashing {
    public static void main(String[] arguments) throws Exception {
      Path processes = Path.of(arguments[0]);
      Path pids = Path.of(arguments[1]);
      String command =
          "sleep 1000 & a=$!; setsid sleep 1000 & b=$!; env -i sleep 1000 & c=$!; echo $$ $a $b $c > "
              + pids
              + ".new; sleep 0.7; mv "
              + pids
              + ".new "
              + pids
              + "; wait";
      Launch launch =
          new Launch(
              WORK,
              command,
              processes,
              ImmutableMap.of(),
              "",
              Duration.ofMinutes(5),
              NOBODY,
              NOBODY);
      ObservedStep step =
          ObservedStep.cancelledWhen(
              () -> {
                if (Files.exists(pids)) {
                  System.out.println("running");
                }
                return false;
              });
      step.perform(
              () ->
                  new Supervisor(processes, Secrets.in(java.util.Map.of()), Host.ofThisUser())
                      .run(launch))
          .close();
    }
  }

  private Process crashing(Path pids) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            Crashing.class.getName(),
            processes.toString(),
            pids.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  @Test
  void another_process_with_the_same_pid_is_spared() throws Exception {
    Process unrelated = start("setsid", "sleep", "1000");
    ProcessEntry entry = table.find(unrelated.pid());
    record("marker", new ProcessKey(entry.pid(), entry.start() - 1));

    new OrphanReaper(processes).end(WORK);

    assertThat(lives(unrelated.pid())).isTrue();
    assertThat(OrphanReaper.folder(processes, WORK)).doesNotExist();
  }

  @Test
  void a_process_with_the_same_pid_and_start_after_another_boot_is_spared() throws Exception {
    Process unrelated = start("setsid", "sleep", "1000");
    Path folder = Files.createDirectories(OrphanReaper.folder(processes, WORK).resolve("marker"));
    new ProcessRecord("an-earlier-boot", table.find(unrelated.pid()).key(), ImmutableList.of())
        .write(folder);

    new OrphanReaper(processes).end(WORK);

    assertThat(lives(unrelated.pid())).isTrue();
  }

  @Test
  void only_the_exact_marker_counts() throws Exception {
    Process longer = startMarked("marker-2");
    Process other = startMarked("x:other-marker");
    Process inner = startMarked("outer:marker:inner");
    record("marker", new ProcessKey(Integer.MAX_VALUE, 1));

    new OrphanReaper(processes).end(WORK);

    assertThat(lives(longer.pid())).isTrue();
    assertThat(lives(other.pid())).isTrue();
    assertThat(inner.waitFor(3, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void what_other_units_run_goes_on() throws Exception {
    Process process = startMarked("marker");
    record("marker", table.find(process.pid()).key());

    new OrphanReaper(processes).end(new Work("run", 1, "unit-2", 1));

    assertThat(lives(process.pid())).isTrue();
  }

  @Test
  void a_command_whose_starter_died_before_its_identity_was_on_disk_never_runs() throws Exception {
    Path trace = processes.resolve("trace");
    Launch launch =
        new Launch(
            WORK,
            "touch " + trace,
            processes,
            ImmutableMap.of(),
            "",
            Duration.ofMinutes(1),
            NOBODY,
            NOBODY);

    Process process = GatedStart.start(launch, Path.of("/dev/null"), "marker");
    process.getOutputStream().close();

    assertThat(process.waitFor()).isEqualTo(125);
    assertThat(trace).doesNotExist();
  }

  private void record(String marker, ProcessKey head) throws IOException {
    Path folder = Files.createDirectories(OrphanReaper.folder(processes, WORK).resolve(marker));
    new ProcessRecord(table.boot(), head, ImmutableList.of()).write(folder);
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  /* A shell first, which tells that the program with the marker in its environment runs. */
  private Process startMarked(String marker) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo; exec sleep 1000");
    builder.environment().put(Marker.VARIABLE, marker);
    Process process = builder.start();
    started.add(process);
    assertThat(process.inputReader().readLine()).isEmpty();
    return process;
  }

  private boolean lives(long pid) {
    ProcessEntry entry = table.find(pid);
    return entry != null && !entry.zombie();
  }

  private static ImmutableList<Long> pids(Path file) throws IOException {
    ImmutableList.Builder<Long> pids = ImmutableList.builder();
    for (String pid : Files.readString(file).strip().split(" ")) {
      pids.add(Long.parseLong(pid));
    }
    return pids.build();
  }
}
