package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.run.Work;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

  private static final Work WORK = new Work("run", 1, "unit", 1);
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final String SAY = "echo $AIDP_LANE $AIDP_PORT_BASE";

  @TempDir Path folder;
  private Host host;

  /** Nobody but this test listens there, as far as it can be known. */
  @BeforeEach
  void find_free_ports() {
    host = new Host(folder.resolve("locks"), 26_000);
  }

  @Test
  void commands_that_run_at_the_same_time_have_different_lanes() throws Exception {
    String meet = SAY + "; touch %s; while ! [ -e %s ]; do sleep 0.02; done";

    List<String> said = run(meet.formatted("a", "b"), meet.formatted("b", "a"));

    assertThat(said).containsExactly("0 26000\n", "1 26100\n");
  }

  @Test
  void a_lane_is_given_back_when_nothing_of_its_command_is_left() throws Exception {
    run("true", "true");
    Lane first = host.lane();
    Lane second = host.lane();
    first.close();
    Lane third = host.lane();

    assertThat(third.variables()).isEqualTo(first.variables()).containsEntry("AIDP_LANE", "0");
    second.close();
    third.close();
  }

  @Test
  void a_lane_with_a_port_that_somebody_listens_on_is_passed_over() throws Exception {
    try (ServerSocket taken = new ServerSocket(26_042, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(run(SAY)).containsExactly("1 26100\n");
    }
    assertThat(run(SAY)).containsExactly("0 26000\n");
  }

  @Test
  void other_processes_have_other_lanes_and_a_dead_one_has_none() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                host.locks().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("{AIDP_LANE=0, AIDP_PORT_BASE=26000}");
      assertThat(run(SAY)).containsExactly("1 26100\n");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(run(SAY)).containsExactly("0 26000\n");
  }

  /** A process that holds a lane until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      try (Lane lane = new Host(Path.of(arguments[0]), 26_000).lane()) {
        System.out.println(lane.variables());
        System.out.flush();
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void commands_that_run_alone_wait_for_each_other_and_the_time_out_begins_then() throws Exception {
    CountDownLatch waiting = new CountDownLatch(3);
    String alone = "mkdir busy || exit 1; sleep 0.3; rmdir busy";
    List<CompletableFuture<Integer>> three;
    try (HostLock held = host.alone().orElseThrow()) {
      assertThat(held).isNotNull();
      three = Stream.generate(() -> alone(alone, waiting)).limit(3).toList();
      waiting.await();
      boolean unused = new CountDownLatch(1).await(LIMIT.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    for (CompletableFuture<Integer> each : three) {
      assertThat(each.get()).isZero();
    }
  }

  @Test
  void who_waits_to_run_alone_hears_that_it_shall_stop() throws Exception {
    try (HostLock held = host.alone().orElseThrow()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(
              () ->
                  ObservedStep.cancelledWhen(() -> true)
                      .perform(() -> supervisor().runAlone(launch("touch ran"), () -> {})))
          .isInstanceOf(StepCancelledException.class);
    }
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void where_no_lock_can_be_kept_lanes_still_differ_in_this_process() throws Exception {
    Files.writeString(folder.resolve("locks"), "no folder");
    try (Lane first = host.lane();
        Lane second = host.lane()) {
      assertThat(first.variables()).containsEntry("AIDP_LANE", "0");
      assertThat(second.variables()).containsEntry("AIDP_LANE", "1");
    }
  }

  @Test
  void locks_lie_in_the_first_place_that_can_be_written() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(
            HostLock.folder(
                Map.of("XDG_RUNTIME_DIR", file.toString(), "XDG_CACHE_HOME", folder.toString())))
        .isEqualTo(folder.resolve("aidp/locks"));
  }

  private CompletableFuture<Integer> alone(String command, CountDownLatch waiting) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (ProcessResult ended =
              ObservedStep.lasting()
                  .perform(() -> supervisor().runAlone(launch(command), waiting::countDown))) {
            return ended.exitCode();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        body -> new Thread(body).start());
  }

  private List<String> run(String... commands) throws Exception {
    List<Launch> launches = List.of(commands).stream().map(this::launch).toList();
    return ObservedStep.lasting()
        .perform(() -> supervisor().run(launches).stream().map(HostTest::output).toList());
  }

  private static String output(ProcessResult ended) {
    try (ended;
        InputStream bytes = ended.output().open()) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Launch launch(String command) {
    OutputSink nobody = (bytes, offset, length) -> {};
    return new Launch(
        WORK,
        command,
        folder,
        ImmutableMap.of("PATH", System.getenv("PATH")),
        "",
        LIMIT,
        nobody,
        nobody);
  }

  private Supervisor supervisor() {
    return new Supervisor(folder.resolve("processes"), Secrets.in(Map.of()), host);
  }
}
