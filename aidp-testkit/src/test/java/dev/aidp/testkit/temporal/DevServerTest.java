package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DevServerTest {

  /** A process that starts a server and is killed. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] args) throws Exception {
      DevServer.start();
      System.out.println(ProcessHandle.current().children().findFirst().orElseThrow().pid());
      new CountDownLatch(1).await();
    }
  }

  @Test
  void what_a_killed_process_left_is_ended_by_the_next_start() throws Exception {
    DevServer.shared().target(); // skips the test where there is no server to start
    Process victim =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle left;
    try (BufferedReader said = victim.inputReader(StandardCharsets.UTF_8)) {
      left = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(left.isAlive()).isTrue(); // later the server of another JVM's tests may end it
    } finally {
      victim.destroyForcibly().waitFor();
    }

    DevServerTraces.endLeftovers();

    assertThat(left.onExit().get(180, TimeUnit.SECONDS).isAlive()).isFalse();
  }
}
