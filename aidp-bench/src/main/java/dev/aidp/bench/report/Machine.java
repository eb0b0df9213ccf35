package dev.aidp.bench.report;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where something was measured. */
public final class Machine {

  /** Whether Temporal is left out. */
  public static final boolean NATIVE_ONLY = System.getenv("AIDP_BENCH_NATIVE_ONLY") != null;

  private Machine() {}

  public static String line() {
    return "%d cores, JDK %s (%s), %s %s, load %.1f"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            System.getProperty("java.vendor"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /**
   * Returns an empty folder on the disk of the working directory: a temporary one may be in memory.
   */
  public static Path folder(String name) {
    return folder(Path.of("target", "bench").toAbsolutePath(), name);
  }

  public static Path folder(Path parent, String name) {
    try {
      return Files.createTempDirectory(Files.createDirectories(parent), name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what a measurement has left. */
  public static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      System.err.println("Some files are left in " + folder + ": " + e.getMessage());
    }
  }

  /** Returns the file system that {@code folder} is on. */
  public static String fileSystem(Path folder) {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Returns the most memory that this process has had in use, in MiB, or 0 where nobody knows. */
  public static long peakMebibytes() {
    return peakMebibytes(ProcessHandle.current().pid());
  }

  /** Returns the most memory that the process {@code pid} has had in use likewise. */
  public static long peakMebibytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
