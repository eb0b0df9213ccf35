package dev.aidp.runtime.journal;

import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * This process among those that own runs. Each holds a lock on a file of its own; the system takes
 * it away when the process dies, however it dies, and no number is ever used again.
 *
 * <p>Closing any channel of a file drops all of a process's locks on it (POSIX), so a process never
 * opens its own file a second time: it knows its own by name.
 */
public final class Owners implements AutoCloseable {

  private static final Set<String> OWN = new ConcurrentSkipListSet<>();

  private final String me = UUID.randomUUID().toString();
  private final @Nullable Path folder;
  private final @Nullable FileChannel held;

  /**
   * Enters the owners beside {@code database}; those in memory are not shared, so there only this
   * process counts.
   */
  public static Owners enter(Database database) {
    Path folder = database.folder();
    try {
      return new Owners(folder == null ? null : folder.resolve("owners"));
    } catch (IOException e) {
      throw new UnusableException(
          "No owner's file can be made in " + folder + ": " + e.getMessage(),
          "Make it writable, then go on.",
          e);
    }
  }

  private Owners(@Nullable Path folder) throws IOException {
    this.folder = folder;
    OWN.add(me);
    this.held = folder == null ? null : hold(folder);
  }

  private FileChannel hold(Path folder) throws IOException {
    Files.createDirectories(folder);
    sweep(folder);
    // Locked under another name first: whoever sees the real one finds it locked.
    Path entering = folder.resolve("entering." + me);
    FileChannel channel =
        FileChannel.open(entering, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw new IOException(
          "a file that nobody else knows is locked; does this file system have locks?");
    }
    Files.move(entering, folder.resolve(me));
    return channel;
  }

  /** Returns this process's id among the owners. */
  public String me() {
    return me;
  }

  /** Returns whether {@code owner} lives. */
  public boolean alive(String owner) {
    if (OWN.contains(owner) || folder == null) {
      return OWN.contains(owner);
    }
    // Java refuses a second lock within one process.
    synchronized (OWN) {
      // Shared, so that two processes that look at once do not take each other for the owner
      // either.
      try (FileChannel channel = FileChannel.open(folder.resolve(owner), StandardOpenOption.READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        return true; // Not known. To wait for a dead owner is a nuisance, to join a living one is a
        // disaster.
      }
    }
  }

  private void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "????????-*")) {
      for (Path file : files) {
        if (!alive(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void close() {
    OWN.remove(me);
    if (folder != null && held != null) {
      try {
        Files.deleteIfExists(folder.resolve(me));
        held.close();
      } catch (IOException ignored) {
        // A file that stays is swept by the next process: its lock dies with this one.
      }
    }
  }
}
