package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a shell as the head of a group of its own that waits at a gate. When it is told to go it
 * becomes the command; when whoever started it dies before, it ends. Its pid and start stay the
 * same all the way.
 */
final class GatedStart {

  /* Standard input is the gate first, and then the file: no thread has to feed a command that may never read. */
  private static final String GATE =
      "IFS= read -r word && [ \"$word\" = go ] && input=$1 && shift && exec \"$@\" < \"$input\"; exit 125";

  private static final List<String> GROUP = group();

  private GatedStart() {}

  static Process start(Launch launch, Path input, String marker) throws IOException {
    List<String> words = ((Launch.Command) launch.program()).words();
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .addAll(GROUP)
            .add("/bin/sh", "-c", GATE, "aidp", input.toString())
            .addAll(words)
            .build();
    Optional<String> lost = LocaleEncoding.lost(words);
    if (lost.isPresent()) {
      throw new IOException(lost.get() + ". " + LocaleEncoding.REMEDY);
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(launch.directory().toFile());
    builder.redirectErrorStream(launch.sinks().errors() == Launch.WITH_OUTPUT);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(launch.environment());
    environment.put(Marker.VARIABLE, Marker.within(System.getenv(Marker.VARIABLE), marker));
    return builder.start();
  }

  /** Returns whether commands become the heads of groups of their own on this machine. */
  static boolean leadsGroup() {
    return !GROUP.isEmpty();
  }

  /** Lets the command run; one that has ended already is noticed elsewhere. */
  static void open(Process process) {
    try (OutputStream gate = process.getOutputStream()) {
      gate.write("go\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It ended before; its exit code says so.
    }
  }

  /*
   * Linux has setsid. macOS has none, but a perl. With neither, the command stays in our group: then only its descendants
   * and marked processes can be ended, since a group that we are in must not be signalled.
   */
  private static ImmutableList<String> group() {
    Optional<Path> setsid = Executables.find("setsid", System.getenv());
    if (setsid.isPresent()) {
      return ImmutableList.of(setsid.get().toString());
    }
    return Executables.find("perl", System.getenv())
        .map(
            perl ->
                ImmutableList.of(
                    perl.toString(), "-e", "use POSIX; POSIX::setsid(); exec @ARGV or exit 126;"))
        .orElse(ImmutableList.of());
  }
}
