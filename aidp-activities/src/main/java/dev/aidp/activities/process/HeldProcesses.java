package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a run has started on this machine, and lets it go on: the stop signal to the groups
 * whose identities are on disk; what starts meanwhile waits until then. Where groups cannot be seen
 * nothing is held that runs.
 */
public final class HeldProcesses {

  /** A machine under load starts no program within a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(HeldProcesses.class);

  private final Path processes;
  private final ProcessTable table;

  /** Makes one for the identities below {@code processes}. */
  public HeldProcesses(Path processes) {
    this.processes = processes;
    table = ProcessTable.ofThisMachine();
  }

  /**
   * What has become of the programs of a run that are to be held.
   *
   * @param programs how many are
   * @param free how many could not be, and go on
   */
  public record Held(int programs, int free) {}

  /**
   * Holds all that {@code run} has running, and what it starts until it is released.
   *
   * @throws UnusableException if that cannot be written down
   */
  public Held hold(String run) {
    try {
      new Hold(processes, run).begin();
    } catch (IOException e) {
      throw UnusableException.ofStorage("The programs of " + run + " cannot be held", e);
    }
    ImmutableList<ProcessFamily> running = running(run);
    int held = (int) running.stream().filter(each -> signalled(each, "STOP")).count();
    int free = (int) running.stream().filter(each -> each.group() > 1).count() - held;
    return new Held(held, Math.max(free, 0));
  }

  /** Lets all that {@code run} has running go on; what is not held is not disturbed. */
  public void release(String run) {
    let(run);
    running(run).forEach(each -> signalled(each, "CONT"));
  }

  /** Lets what {@code run} starts from now on go; what stands stays so. */
  public void let(String run) {
    try {
      new Hold(processes, run).end();
    } catch (IOException e) {
      throw UnusableException.ofStorage("The programs of " + run + " cannot be let go on", e);
    }
  }

  private ImmutableList<ProcessFamily> running(String run) {
    ImmutableList.Builder<ProcessFamily> found = ImmutableList.builder();
    try {
      for (Path unit : folders(processes.resolve(run))) {
        for (Path folder : folders(unit)) {
          ProcessRecord record = ProcessRecord.read(folder);
          if (record != null && record.boot().equals(table.boot())) {
            String marker = folder.getFileName().toString();
            found.add(new ProcessFamily(table, record.head(), marker, false));
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("Not all processes of {} can be seen: {}", run, e.toString());
    }
    return found.build();
  }

  private static boolean signalled(ProcessFamily family, String name) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (family.begins() && System.nanoTime() < limit) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long group = family.group();
    return group > 1 && GroupSignal.send(name, group, PATIENCE);
  }

  private static ImmutableList<Path> folders(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      return ImmutableList.copyOf(entries);
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    }
  }
}
