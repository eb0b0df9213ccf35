package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a run has started on this machine, and lets it go on: the stop signal to the groups
 * whose identities are on disk. Where groups cannot be seen nothing is held.
 */
public final class HeldProcesses {

  private static final Logger LOG = LoggerFactory.getLogger(HeldProcesses.class);

  private final Path processes;
  private final ProcessTable table;

  /** Makes one for the identities below {@code processes}. */
  public HeldProcesses(Path processes) {
    this.processes = processes;
    table = ProcessTable.ofThisMachine();
  }

  /** Holds all that {@code run} has running, and returns how many groups that are. */
  public int hold(String run) {
    return signal(run, "STOP");
  }

  /** Lets all that {@code run} has running go on; what is not held is not disturbed. */
  public int release(String run) {
    return signal(run, "CONT");
  }

  private int signal(String run, String name) {
    int groups = 0;
    Path folder = processes.resolve(run);
    if (!Files.isDirectory(folder)) {
      return groups;
    }
    try {
      for (Path unit : entries(folder)) {
        for (Path marker : entries(unit)) {
          groups += signalOne(marker, name) ? 1 : 0;
        }
      }
    } catch (IOException e) {
      LOG.warn("Not all processes of {} could be sent {}: {}", run, name, e.toString());
    }
    return groups;
  }

  private boolean signalOne(Path folder, String name) throws IOException {
    ProcessRecord record = Files.isDirectory(folder) ? ProcessRecord.read(folder) : null;
    if (record == null || !record.boot().equals(table.boot())) {
      return false;
    }
    String marker = folder.getFileName().toString();
    long group = new ProcessFamily(table, record.head(), marker, false).group();
    return group > 1 && GroupSignal.send(name, group);
  }

  private static ImmutableList<Path> entries(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return ImmutableList.copyOf(entries);
    }
  }
}
