package dev.aidp.runtime.owner;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * One owner of runs in this process, among those that share a folder. Each holds a lock on a file
 * of its own; the system takes it away when the process dies, however it dies, and no name is ever
 * used again.
 *
 * <p>Closing any channel of a file drops all of a process's locks on it (POSIX), so a process never
 * opens a file of its own a second time: it knows its own by name.
 */
public final class Owners implements AutoCloseable {

  private static final Set<String> OWN = new ConcurrentSkipListSet<>();

  private final String me = UUID.randomUUID().toString();
  private final @Nullable Path folder;
  private final @Nullable FileChannel held;

  /** Enters the owners of {@code folder}; without one nobody else can be an owner. */
  public static Owners enter(@Nullable Path folder) {
    try {
      return new Owners(folder);
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
    PrivateFiles.folder(folder);
    sweep(folder);
    // Locked under another name first: whoever sees the real one finds it locked.
    Path entering = folder.resolve("entering." + me);
    FileChannel channel =
        PrivateFiles.open(entering, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
    return folder == null ? OWN.contains(owner) : alive(folder, owner);
  }

  /** Returns whether any owner of {@code folder} lives. */
  public static boolean anyAlive(Path folder) {
    try {
      return files(folder).stream().anyMatch(file -> alive(folder, file.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // as below
    }
  }

  private static boolean alive(Path folder, String owner) {
    if (OWN.contains(owner)) {
      return true;
    }
    // Java refuses a second lock within one process.
    synchronized (OWN) {
      // Shared, so that two processes that look at once do not take each other for the owner.
      try (FileChannel channel = FileChannel.open(folder.resolve(owner), StandardOpenOption.READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        // Not known. To wait for a dead owner is a nuisance, to join a living one is a disaster.
        return true;
      }
    }
  }

  private static void sweep(Path folder) throws IOException {
    for (Path file : files(folder)) {
      if (!alive(folder, file.getFileName().toString())) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "????????-*")) {
      return ImmutableList.copyOf(files);
    }
  }

  @Override
  public void close() {
    OWN.remove(me);
    if (folder != null && held != null) {
      try (held) {
        Files.deleteIfExists(folder.resolve(me));
      } catch (IOException ignored) {
        // A file that stays is swept by the next owner.
      }
    }
  }
}
