package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Ends what a process that died has left running, so that it does not work on beside its successor.
 */
public final class OrphanReaper {

  /** Their work is lost anyway, and a new start waits for them. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final Path processes;
  private final ProcessTable table;

  /** Makes one for the identities below {@code processes}. */
  public OrphanReaper(Path processes) {
    this(processes, ProcessTable.ofThisMachine());
  }

  OrphanReaper(Path processes, ProcessTable table) {
    this.processes = processes;
    this.table = table;
  }

  static Path folder(Path processes, Work work) {
    return processes.resolve(work.run()).resolve(work.unit());
  }

  /**
   * Ends all that any start, attempt or generation of this run's unit has left, and forgets it.
   *
   * @throws UnusableException if something of it cannot be ended
   */
  public void end(Work work) {
    Path folder = folder(processes, work);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      for (Path each : markers(folder)) {
        end(each);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UnusableException(
          "The traces of earlier processes in " + folder + " cannot be read or removed.",
          "See that it may be read and written, then try again.",
          e);
    }
  }

  private static List<Path> markers(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return ImmutableList.copyOf(entries);
    }
  }

  private void end(Path folder) throws IOException {
    ProcessRecord record = ProcessRecord.read(folder);
    if (record == null || record.boot().equals(table.boot())) {
      String marker = folder.getFileName().toString();
      ProcessKey head = record == null ? new ProcessKey(0, -1) : record.head();
      ProcessFamily family = new ProcessFamily(table, head, marker, false);
      if (record != null) {
        record.members().forEach(family::know);
      }
      if (!new ProcessTerminator(family).end(GRACE)) {
        throw new UnusableException(
            "Processes of an earlier start are still running: " + family.members() + ".",
            "End them, then try again.");
      }
    }
    Folders.delete(folder);
  }
}
