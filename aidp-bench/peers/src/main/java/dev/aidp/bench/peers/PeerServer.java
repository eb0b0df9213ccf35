package dev.aidp.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What a peer needs besides its own process.
 *
 * @param target what its process is told
 * @param pid the server's process, or 0 for none
 * @param stop ends it
 */
record PeerServer(String target, long pid, Runnable stop) implements AutoCloseable {

  static final PeerServer NONE = new PeerServer("-", 0, () -> {});

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);

  /** Returns when a server that has just been started is ready. */
  static void await(Process process, Path log, BooleanSupplier ready) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroy();
        throw new IOException("It does not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Returns the one that {@code process} is. */
  static PeerServer of(String target, Process process) {
    return new PeerServer(target, process.pid(), () -> end(process));
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.run();
  }
}
