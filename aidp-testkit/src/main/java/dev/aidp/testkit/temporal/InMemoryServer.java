package dev.aidp.testkit.temporal;

import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/**
 * Temporal's server in memory, on a port of its own. Its time passes as it does for agents, which
 * are real processes. It slows down with age, so each test class starts one; and it never takes a
 * task back from a worker that has gone. Safe for use by many threads.
 */
public final class InMemoryServer implements AutoCloseable {

  private final PortBoundTestServer server;
  private final int port;

  private InMemoryServer(int port) {
    this.port = port;
    this.server = TestServer.createPortBoundServer(port, true); // its time is not skipped
  }

  /** Starts one. */
  public static InMemoryServer start() {
    try (ServerSocket socket = new ServerSocket(0)) {
      int free = socket.getLocalPort();
      socket.close();
      return new InMemoryServer(free);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its address, {@code HOST:PORT}. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.close();
  }
}
