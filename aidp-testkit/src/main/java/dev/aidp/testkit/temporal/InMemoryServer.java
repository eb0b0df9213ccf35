package dev.aidp.testkit.temporal;

import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.serviceclient.TestServiceStubs;
import io.temporal.serviceclient.TestServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;

/**
 * Temporal's server in memory, on a port of its own. Its time passes as it does for agents, which
 * are real processes, unless a test lets it {@link #pass}. It slows down with age, so each test
 * class starts one; and it never takes a task back from a worker that has gone. Safe for use by
 * many threads.
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

  /** Lets so much time pass at once: timers that are due then fire, and time-outs too. */
  public void pass(Duration time) {
    TestServiceStubs stubs =
        TestServiceStubs.newServiceStubs(
            TestServiceStubsOptions.newBuilder()
                .setTarget(target())
                .validateAndBuildWithDefaults());
    try {
      var unused =
          stubs
              .blockingStub()
              .unlockTimeSkippingWithSleep(
                  SleepRequest.newBuilder()
                      .setDuration(
                          com.google.protobuf.Duration.newBuilder()
                              .setSeconds(time.toSeconds())
                              .setNanos(time.toNanosPart()))
                      .build());
    } finally {
      stubs.shutdownNow();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
