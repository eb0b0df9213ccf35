package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk is imitated by a limit on the size of files, for a JVM of its own. */
class FullDiskTest {

  private static final Work WORK = new Work("run", 1, "unit", 1);
  private static final OutputSink NOBODY = (bytes, offset, length) -> {};

  @TempDir Path processes;

  @Test
  void ends_the_command_says_what_to_do_and_leaves_nothing_half_written() throws Exception {
    Process jvm = limited("head -c 3000000 /dev/zero; exec sleep 1000", "");

    assertThat(new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("File too large", "Make room on the disk");
    assertThat(jvm.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(OrphanReaper.folder(processes, WORK)).isEmptyDirectory();
  }

  @Test
  void a_prompt_that_cannot_be_written_is_not_left_either() throws Exception {
    Process jvm = limited("true", "x".repeat(100_000));

    assertThat(new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("File too large", "Make room on the disk");
    assertThat(OrphanReaper.folder(processes, WORK)).isEmptyDirectory();
  }

  /** Runs a command, and prints what to do if that cannot be. */
  static final class Limited {
    public static void main(String[] arguments) throws Exception {
      Path processes = Path.of(arguments[0]);
      String input = arguments[2].repeat(20);
      Launch launch =
          new Launch(
              WORK,
              arguments[1],
              processes,
              ImmutableMap.of(),
              input,
              Duration.ofMinutes(5),
              NOBODY,
              NOBODY);
      try {
        ObservedStep.lasting()
            .perform(
                () ->
                    new Supervisor(processes, Secrets.in(java.util.Map.of()), Host.ofThisUser())
                        .run(launch))
            .close();
      } catch (UnusableException e) {
        System.out.println(e.getMessage() + " " + e.remedy());
      }
    }
  }

  private Process limited(String command, String input) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -f 2000; exec \"$@\"",
            "sh",
            java,
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Limited.class.getName(),
            processes.toString(),
            command,
            input)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
