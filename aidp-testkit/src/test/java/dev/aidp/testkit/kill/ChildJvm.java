package dev.aidp.testkit.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sqlite.util.OSInfo;

/** A JVM of the test's own, which may be killed. */
final class ChildJvm {

  private static final long PATIENCE_SECONDS = 280;

  private final Process process;
  private final Path log;
  private final ParsedClasses classes;
  private final long begun = System.nanoTime();

  private ChildJvm(Process process, Path log, ParsedClasses classes) {
    this.process = process;
    this.log = log;
    this.classes = classes;
  }

  /** Starts {@code main} on the class path of this JVM; its output goes to {@code log}. */
  static ChildJvm start(Class<?> main, Path log, List<String> arguments) throws IOException {
    ParsedClasses classes = ParsedClasses.of(main, arguments);
    return start("exec \"$@\"", classes, classes.orMade(), main, log, arguments);
  }

  /**
   * Like {@link #start(Class, Path, List)}, with files of at most {@code kib} KiB. SQLite's library
   * is larger, so it is there already.
   */
  static ChildJvm limited(int kib, Class<?> main, Path log, List<String> arguments)
      throws IOException {
    Path folder = Files.createDirectories(log.resolveSibling("library"));
    String name = System.mapLibraryName("sqlitejdbc");
    String resource =
        "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
    try (InputStream library = OSInfo.class.getResourceAsStream(resource)) {
      Files.copy(library, folder.resolve(name));
    }
    String limit =
        "ulimit -f "
            + kib * 2
            + "; export JAVA_TOOL_OPTIONS=-Dorg.sqlite.lib.path='"
            + folder
            + "'";
    ParsedClasses classes = ParsedClasses.of(main, arguments);
    return start(limit + "; exec \"$@\"", classes, classes.asTheyAre(), main, log, arguments);
  }

  /** Like {@link #start(Class, Path, List)}, with the programs in {@code path} alone. */
  static ChildJvm onPath(Path path, Class<?> main, Path log, List<String> arguments)
      throws IOException {
    ParsedClasses classes = ParsedClasses.of(main, arguments);
    String shell = "export PATH='" + path + "'; exec \"$@\"";
    return start(shell, classes, classes.orMade(), main, log, arguments);
  }

  /** Like {@link #start(Class, Path, List)}, in {@code network}. */
  static ChildJvm inside(OwnNetwork network, Class<?> main, Path log, List<String> arguments)
      throws IOException {
    ParsedClasses classes = ParsedClasses.of(main, arguments);
    return start(network.shell(), classes, classes.orMade(), main, log, arguments);
  }

  private static ChildJvm start(
      String shell,
      ParsedClasses classes,
      List<String> options,
      Class<?> main,
      Path log,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    return new ChildJvm(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        log,
        classes);
  }

  /** Kills it as {@code kill -9} does, and it alone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Has it stand still, as a machine does that is cut off. */
  void stop() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Has it go on after {@code time}. */
  CompletableFuture<Void> goOnAfter(Duration time) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            signal("-CONT");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill " + signal + " ended with " + exit);
    }
  }

  /** Returns how long ago it was started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for its own end. */
  int exit() throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("It does not end:\n" + output());
    }
    classes.made();
    return process.exitValue();
  }

  /** Returns whether it has said {@code line}. */
  boolean says(String line) {
    try {
      return output().lines().anyMatch(line::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String output() throws IOException {
    return Files.readString(log);
  }
}
