package dev.aidp.runtime.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Which workers of this machine live: each holds the lock of a file for its process's life, and the
 * system lets go of it however the process ends.
 */
final class WorkerOwners {

  /**
   * This process's own. Their files must not be opened again: closing any channel of a file gives
   * up its locks.
   */
  private static final Set<String> OWN = new ConcurrentSkipListSet<>();

  /** A worker that lives. */
  record Owner(String id, Path file, FileChannel held) implements AutoCloseable {

    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
        held.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        OWN.remove(id);
      }
    }
  }

  private final Path folder;

  WorkerOwners(Path traces) {
    folder = traces.resolve("owners");
  }

  /** Registers a new worker of this process. */
  Owner claim() {
    String id = UUID.randomUUID().toString();
    try {
      Files.createDirectories(folder);
      // Locked under another name first: whoever finds the file under its own finds it locked.
      Path unborn = folder.resolve("." + id);
      FileChannel channel =
          FileChannel.open(unborn, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      OWN.add(id);
      Path file = Files.move(unborn, folder.resolve(id), StandardCopyOption.ATOMIC_MOVE);
      return new Owner(id, file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the worker {@code id} lives. */
  boolean lives(String id) {
    if (OWN.contains(id)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(folder.resolve(id), StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether any worker of this machine lives that uses this folder. */
  boolean anyLives() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*")) {
      for (Path file : files) {
        if (lives(file.getFileName().toString())) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets a dead worker. */
  void forget(String id) {
    try {
      Files.deleteIfExists(folder.resolve(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
