package dev.aidp.activities.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of one process at a time make or remove worktrees of a repository: git fails when
 * two do.
 */
final class RepositoryLock {

  /** By file: two objects for one repository exclude each other too. */
  private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final Path file;

  RepositoryLock(Path file) {
    this.file = file;
  }

  <T> T holding(Supplier<T> body) {
    ReentrantLock lock = IN_PROCESS.computeIfAbsent(file, any -> new ReentrantLock());
    lock.lock();
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        return body.get();
      }
    } catch (IOException e) {
      throw Storage.failed("The lock " + file + " cannot be taken", e);
    } finally {
      lock.unlock();
    }
  }
}
