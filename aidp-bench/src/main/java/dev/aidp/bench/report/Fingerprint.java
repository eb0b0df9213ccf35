package dev.aidp.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a figure has to be read with: the machine, and how long its disk and its loop-back take.
 *
 * @param machine cores, JDK, system, load
 * @param processor its name
 * @param fileSystem what was written to
 * @param fsync of 512 appended bytes, in milliseconds
 * @param roundTrip of 128 bytes by TCP, in milliseconds
 */
public record Fingerprint(
    String machine, String processor, String fileSystem, Spread fsync, Spread roundTrip) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** Looks at this machine; the disk is that of {@code folder}. */
  public static Fingerprint taken(Path folder) throws IOException {
    return new Fingerprint(
        Machine.line(),
        processorName(),
        Machine.fileSystem(folder),
        FsyncProbe.in(folder),
        LoopbackProbe.roundTrips());
  }

  private static String processorName() throws IOException {
    return Files.isReadable(PROCESSORS)
        ? Files.readAllLines(PROCESSORS).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("processor unknown")
        : "processor unknown";
  }

  /** Returns it as a line of text. */
  public String text() {
    return "%s; %s; %s. An fsync of 512 appended bytes takes %s ms, 128 bytes by loop-back TCP there and back %s ms."
        .formatted(machine, processor, fileSystem, fsync, precise(roundTrip));
  }

  private static String precise(Spread spread) {
    return String.format(
        Locale.ROOT, "%.3f (%.3f–%.3f)", spread.median(), spread.min(), spread.max());
  }
}
