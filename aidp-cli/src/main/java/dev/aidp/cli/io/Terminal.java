package dev.aidp.cli.io;

import dev.aidp.activities.process.Supervisor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sun.misc.Signal;

/** Finds out what this process's streams lead to, and passes its signals on. */
public final class Terminal {

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

  private Terminal() {}

  /** Returns this process's screen. */
  public static Screen screen(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "dumb");
    if (kind.equals("dumb") || kind.isEmpty()) {
      return Screen.none();
    }
    boolean out = isTerminal(1);
    boolean err = isTerminal(2);
    if (!out && !err) {
      return Screen.none();
    }
    AtomicInteger width = new AtomicInteger(columns());
    on("WINCH", () -> width.set(columns()));
    return new Screen(out, err, width::get);
  }

  /**
   * Lets {@code interruption} know of the signals that ask a process to end; a second one kills
   * what runs here, and ends it at once.
   */
  public static void listen(Interruption interruption) {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      on(
          name,
          () -> {
            if (!interruption.by("SIG" + name)) {
              try {
                Supervisor.abandonAll();
              } finally {
                Runtime.getRuntime().halt(Exits.INTERRUPTED);
              }
            }
          });
    }
  }

  private static void on(String name, Runnable reaction) {
    try {
      var unused = Signal.handle(new Signal(name), signal -> reaction.run());
    } catch (IllegalArgumentException e) {
      // The JVM keeps this signal for itself (-Xrs) or the system has none of this name: its usual
      // effect stays.
      return;
    }
  }

  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      }
      ProcessBuilder test = new ProcessBuilder("test", "-t", String.valueOf(descriptor));
      return test.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int columns() {
    ProcessBuilder asking =
        new ProcessBuilder("stty", "size").redirectInput(Path.of("/dev/tty").toFile());
    try {
      Process process = asking.redirectError(Redirect.DISCARD).start();
      try (InputStream answer = process.getInputStream()) {
        Matcher size = SIZE.matcher(new String(answer.readNBytes(64), StandardCharsets.US_ASCII));
        boolean ended = process.waitFor(1, TimeUnit.SECONDS);
        int columns = ended && size.matches() ? Integer.parseInt(size.group(1)) : 0;
        return columns >= 20 ? columns : Screen.USUAL_WIDTH;
      }
    } catch (IOException e) {
      return Screen.USUAL_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Screen.USUAL_WIDTH;
    }
  }
}
