package dev.aidp.testkit.crash;

import com.google.common.collect.ImmutableList;
import dev.aidp.Runs;
import dev.aidp.failure.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the application's, as a process of its own, that is killed whenever more of a run is
 * recorded, and started again, until it comes to its own end. It starts the run by its id, which
 * attaches to it where it is there already, and waits for it.
 *
 * <pre>{@code
 * int kills =
 *     KilledProgram.of(Releases.class, repository, target).afterEach(1, aidp, "release-7");
 * assertThat(Files.readAllLines(published)).hasSize(1);
 * }</pre>
 *
 * <p>Natively, and on a real server; one in memory never takes a step back from a worker that has
 * gone. Each start is a JVM: seconds for dozens of kills.
 */
public final class KilledProgram {

  private static final long PATIENCE_SECONDS = 280;
  private static final long LOOK_MILLIS = 5;

  private final ImmutableList<String> command;

  private KilledProgram(ImmutableList<String> command) {
    this.command = command;
  }

  /** Returns the program {@code main} on the class path of this JVM. */
  public static KilledProgram of(Class<?> main, String... arguments) {
    // Surefire puts the class path into a jar's manifest and tells the real one here.
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new KilledProgram(
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .add("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
            .add("-cp", classes, main.getName())
            .add(arguments)
            .build());
  }

  /**
   * Kills it whenever {@code entries} more are recorded of the run {@code id} than at the kill
   * before.
   *
   * @param entries 1 to kill it at each; more to kill it less often
   * @param runs who looks at the run from here; it must not work on it
   * @return how often it was killed
   * @throws AssertionError if its own end is not a good one, with what it has printed
   */
  public int afterEach(int entries, Runs runs, String id) {
    try {
      Path output = Files.createTempFile("aidp-killed", ".txt");
      try {
        int kills = 0;
        while (killed(output, recorded(runs, id) + entries, runs, id)) {
          kills++;
        }
        return kills;
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }

  private boolean killed(Path output, int until, Runs runs, String id)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (recorded(runs, id) >= until) {
          return true;
        }
        if (System.nanoTime() > end) {
          throw new AssertionError(
              "Nothing more is recorded of %s:%n%s".formatted(id, Files.readString(output)));
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          "The program ended with exit code %d:%n%s"
              .formatted(process.exitValue(), Files.readString(output)));
    }
    return false;
  }

  private static int recorded(Runs runs, String id) {
    try {
      List<?> history = runs.run(id).history();
      return history.size();
    } catch (NotFoundException e) {
      return 0; // not yet
    }
  }
}
