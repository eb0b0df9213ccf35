package dev.aidp.activities.process;

import com.google.common.collect.ImmutableMap;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A number that no other running command on this host has, and a hundred ports that were free when
 * it was taken. It is held until it is closed, or its process has died.
 */
final class Lane implements Closeable {

  /** Ports of a lane. */
  static final int WIDTH = 100;

  /** Systems give ports from here on to whoever asks for any. */
  private static final int EPHEMERAL = 32_768;

  private static final int LAST_PORT = 65_535;

  private final int number;
  private final int port;
  private final HostLock lock;

  private Lane(int number, int port, HostLock lock) {
    this.number = number;
    this.port = port;
    this.lock = lock;
  }

  /**
   * Takes the free lane with the smallest number; one with a port that somebody else listens on is
   * passed over. Where ports run out, further lanes share those of the first ones.
   *
   * @param locks the folder of the host's locks
   * @param base the first port of lane 0
   */
  static Lane take(Path locks, int base) {
    int lanes = Math.max(1, ((base < EPHEMERAL ? EPHEMERAL : LAST_PORT) - base) / WIDTH);
    for (int number = 0; ; number++) {
      int port = base + number % lanes * WIDTH;
      Optional<HostLock> lock = HostLock.take(locks.resolve("lane-" + number + ".lock"));
      if (lock.isPresent() && (number >= lanes || free(port))) {
        return new Lane(number, port, lock.get());
      }
      lock.ifPresent(HostLock::close);
    }
  }

  private static boolean free(int first) {
    for (int port = first; port < first + WIDTH; port++) {
      try (Socket socket = new Socket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** Returns what a command in it finds in its environment. */
  Map<String, String> variables() {
    return ImmutableMap.of(
        "AIDP_LANE", Integer.toString(number), "AIDP_PORT_BASE", Integer.toString(port));
  }

  @Override
  public void close() {
    lock.close();
  }
}
