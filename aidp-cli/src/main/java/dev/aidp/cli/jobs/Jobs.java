package dev.aidp.cli.jobs;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.HostLock;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflows.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The background processes of a repository. Each has a folder with a file that says what it is, and
 * a lock that it holds for its life: the system takes that away however it dies.
 */
public final class Jobs {

  private static final String FILE = "job.json";
  private static final String LOCK = "lock";

  /** Who looks holds the lock for a moment. */
  private static final int TRIES = 40;

  private static final long BETWEEN_MILLIS = 25;

  /** A watch may go on for months: of what it has printed the end is kept. */
  private static final long LOG_LIMIT = 8 << 20;

  private static final int LOG_KEPT = 1 << 20;

  private final Layout layout;

  /** Looks at those of the repository of {@code layout}. */
  public Jobs(Layout layout) {
    this.layout = layout;
  }

  /**
   * What is known of one.
   *
   * @param job what it said of itself
   * @param alive whether it still works
   */
  public record Seen(Job job, boolean alive) {}

  /** One that this process is; closing it says that it has ended in order. */
  public final class Held implements AutoCloseable {

    private final Path folder;
    private final HostLock lock;

    private Held(Path folder, HostLock lock) {
      this.folder = folder;
      this.lock = lock;
    }

    @Override
    public void close() {
      try (lock) {
        Files.deleteIfExists(folder.resolve(FILE));
      } catch (IOException e) {
        // Then it is shown as gone until the next one of its name.
      }
    }
  }

  /** Says that this process is the job {@code id}; empty if another one is already. */
  public Optional<Held> enter(String id, String mode) {
    Path folder = layout.jobs().resolve(id);
    try {
      PrivateFiles.folder(folder);
      Optional<HostLock> lock = taken(folder);
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      PrivateFiles.replace(folder.resolve(FILE), json(id, mode));
      return lock.map(held -> new Held(folder, held));
    } catch (IOException e) {
      throw UnusableException.ofStorage("The job's file in " + folder + " cannot be written", e);
    }
  }

  private static String json(String id, String mode) {
    return Wire.json(Job.ofThisProcess(id, mode));
  }

  private static Optional<HostLock> taken(Path folder) {
    for (int i = 0; i < TRIES; i++) {
      Optional<HostLock> lock = HostLock.take(folder.resolve(LOCK));
      if (lock.isPresent()) {
        return lock;
      }
      try {
        Thread.sleep(BETWEEN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Returns all that have not ended in order, by their start. */
  public List<Seen> all() {
    try (Stream<Path> folders = Files.list(layout.jobs())) {
      return folders
          .flatMap(folder -> find(String.valueOf(folder.getFileName())).stream())
          .sorted(Comparator.comparing(seen -> seen.job().since()))
          .collect(ImmutableList.toImmutableList());
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    } catch (IOException e) {
      throw UnusableException.ofStorage("The jobs' folder cannot be read", e);
    }
  }

  /** Returns the one of this id, unless it has ended in order or there was none. */
  public Optional<Seen> find(String id) {
    Path folder = layout.jobs().resolve(id);
    try {
      String text = Files.readString(folder.resolve(FILE));
      return Optional.of(new Seen(Wire.read(text, Job.class), alive(folder)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean alive(Path folder) {
    Path file = folder.resolve(LOCK);
    if (!Files.exists(file)) {
      return false;
    }
    Optional<HostLock> free = HostLock.take(file);
    free.ifPresent(HostLock::close);
    return free.isEmpty();
  }

  /**
   * Asks its process to end; false if that is not to be seen from here.
   *
   * @param seen one that is alive: whoever holds its lock is the process it names
   */
  public static boolean end(Seen seen) {
    return seen.job().process().filter(ProcessHandle::destroy).isPresent();
  }

  /** Lists one no more that is gone; one that lives says itself when it has ended. */
  public void forget(Seen gone) {
    try {
      Files.deleteIfExists(layout.jobs().resolve(gone.job().id()).resolve(FILE));
    } catch (IOException e) {
      throw UnusableException.ofStorage("The job's file cannot be removed", e);
    }
  }

  /** Returns the file of what the process of a job prints. */
  public Path log(String id) {
    return layout.logs(id).resolveSibling(id + ".log");
  }

  /** Keeps of what it has printed only the end, where that is much. */
  public void trimLog(String id) {
    Path log = log(id);
    try (FileChannel file =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (file.size() > LOG_LIMIT) {
        ByteBuffer end = ByteBuffer.allocate(LOG_KEPT);
        file.read(end, file.size() - LOG_KEPT);
        // Who prints appends: after the cut that is at the new end.
        file.truncate(0);
        file.write(end.flip(), 0);
      }
    } catch (IOException e) {
      // There is none yet, or it cannot be cut: it goes with the run.
    }
  }
}
