package dev.aidp.runtime.journal;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings commits from the operating system's memory to the disk. Whoever waits first does it for
 * all that is written by then; commits are in the log in their order, so what is on the disk is
 * always a state that was.
 */
final class LogSync implements AutoCloseable {

  /** A write to a file waits for its sync; what follows a turn mostly writes once more at once. */
  private static final int DELAY_MICROS = 1_000;

  private final Path file;
  private final AtomicLong written = new AtomicLong(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean soon = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread fresh = new Thread(task, "aidp-log");
            fresh.setDaemon(true);
            return fresh;
          });
  // A process that died may have left commits that only memory has: they count as one of ours.
  private final AtomicLong begun = new AtomicLong(1);
  private volatile long synced;
  private volatile @Nullable Runnable look;
  private @Nullable AsynchronousFileChannel channel;

  /** Makes that of the database {@code file}. */
  LogSync(Path file) {
    this.file = file;
  }

  /** Says that there is one more commit. */
  void wrote() {
    written.incrementAndGet();
  }

  /**
   * Sees to it that the disk soon has all that is written, in whatever else is done meanwhile; a
   * failure is told to who waits for it.
   */
  void begin() {
    begun.accumulateAndGet(written.get(), Math::max);
    if (soon.compareAndSet(false, true)) {
      var unused = thread.schedule(this::sync, DELAY_MICROS, TimeUnit.MICROSECONDS);
    }
  }

  private void sync() {
    soon.set(false);
    try {
      awaitBegun();
    } catch (IOException e) {
      // What is written is not marked as synced, so the next to wait tries again and is told.
    }
  }

  /** Returns when the disk has all that {@link #begin} was called for. */
  void awaitBegun() throws IOException {
    await(begun.get());
  }

  /** Returns when the disk has all that is written by now. */
  void await() throws IOException {
    await(written.get());
  }

  private void await(long wanted) throws IOException {
    if (synced >= wanted) {
      return;
    }
    lock.lock();
    try {
      if (synced < wanted) {
        long reached = written.get();
        force();
        synced = reached;
      }
    } finally {
      lock.unlock();
    }
  }

  private void force() throws IOException {
    if (channel == null) {
      channel = opened();
    }
    channel.force(false);
    Runnable seen = look;
    if (seen != null) {
      seen.run();
    }
  }

  /** SQLite keeps the log beside the file that a link leads to. */
  private AsynchronousFileChannel opened() throws IOException {
    Path real = file.toRealPath();
    Path folder = real.resolveSibling(".");
    // The name of a new file is no part of its content.
    try (AsynchronousFileChannel names = channel(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
    return channel(real.resolveSibling(real.getFileName() + "-wal"), StandardOpenOption.WRITE);
  }

  // Unlike a FileChannel it is not closed when a thread that waits for it is interrupted.
  private static AsynchronousFileChannel channel(Path path, OpenOption option) throws IOException {
    return AsynchronousFileChannel.open(path, option);
  }

  /** Calls {@code look} whenever the disk has what was written, before anybody goes on. */
  void afterSync(@Nullable Runnable look) {
    this.look = look;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    lock.lock();
    try {
      awaitBegun();
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nobody waits for it.
    } finally {
      lock.unlock();
    }
  }
}
