package dev.aidp.testkit.temporal;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A Temporal development server on a free port, with a file database and the settings that Aidp
 * recommends. It ends with the JVM; what a killed JVM left behind is ended by the next one.
 */
public final class DevServer implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(10);

  /** So often it may refuse before it is taken for broken. */
  private static final int ANSWERS = 10;

  /** So long it may be silent: it is busy then, and others are at work on it. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** What another process may take in the moment before it is listened on. */
  private static final int TRIES = 5;

  /** Ports that the system gives to nobody by itself: a server that was killed finds its own. */
  private static final int FIRST_PORT = 10_000;

  private static final int PORTS = 9_000;

  private static final Supplier<DevServer> SHARED = Suppliers.memoize(DevServer::start);

  private final Path cli;
  private final Path folder;

  /**
   * What makes one small server quick, and why, is in docs/temporal.md: its transfer queue is read
   * 20 times a second otherwise, and a task queue is split in four.
   */
  private static final ImmutableList<String> SETTINGS =
      ImmutableList.of(
          "history.transferProcessorMaxPollRPS=2000",
          "history.transferProcessorMaxPollHostRPS=4000",
          "matching.numTaskqueueReadPartitions=1",
          "matching.numTaskqueueWritePartitions=1");

  private final boolean tuned;
  private final int port;
  private Process process;

  private DevServer(Path cli, Path folder, boolean tuned) throws IOException {
    this.cli = cli;
    this.folder = folder;
    this.tuned = tuned;
    port = freePort();
    process = launch();
  }

  /**
   * Returns the one server of this JVM's tests, started at the first call. Where there is no {@code
   * temporal} command, the test that asks is skipped, or fails if the environment says {@code
   * CI=true}.
   */
  public static DevServer shared() {
    DevServer server = SHARED.get();
    server.mend();
    return server;
  }

  /**
   * A call that is cut off at the wrong moment may leave its database refusing all that comes
   * ("interrupted (9)"): begun again on the same database it is well.
   */
  private synchronized void mend() {
    if (!answers()) {
      kill();
      restart();
    }
  }

  private boolean answers() {
    WorkflowServiceStubs stubs = stubs();
    try {
      long end = System.nanoTime() + SILENCE.toNanos();
      for (int refusals = 0; refusals < ANSWERS && System.nanoTime() < end; pause()) {
        Status.Code said = asked(stubs);
        if (said == Status.Code.OK) {
          return true;
        }
        refusals += said == Status.Code.DEADLINE_EXCEEDED ? 0 : 1;
      }
      return false;
    } finally {
      stubs.shutdownNow();
    }
  }

  private WorkflowServiceStubs stubs() {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
  }

  /** Starts a server of the caller's own, which may be killed and restarted. */
  public static DevServer start() {
    return start(true);
  }

  /**
   * Starts a server of the caller's own as it is by itself, without the settings that Aidp
   * recommends: it is slower by far, and its database is in its memory.
   */
  public static DevServer startStock() {
    return start(false);
  }

  private static DevServer start(boolean tuned) {
    Path cli = TemporalCli.required();
    try {
      DevServerTraces.endLeftovers();
      for (int tries = 1; ; tries++) {
        DevServer server = new DevServer(cli, DevServerTraces.newFolder(), tuned);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "aidp-dev-server-stop"));
        try {
          server.awaitReady();
          return server;
        } catch (IllegalStateException e) {
          if (server.process.isAlive() || tries == TRIES) {
            throw e;
          }
          server.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns names for the settings {@code temporal.queues.*} that no other test has whose {@code
   * end} is another one: tests share a server, and their repositories are not each other's.
   */
  public static ImmutableMap<String, String> queues(String end) {
    return Stream.of("orchestrator", "lightweight", "standard", "heavyweight", "merge")
        .collect(
            ImmutableMap.toImmutableMap(name -> name, name -> "aidp-%s-%s".formatted(name, end)));
  }

  /** Returns its address, {@code HOST:PORT}. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  /**
   * Returns what the {@code temporal} command prints that is called with {@code words} for this
   * server.
   *
   * @throws IllegalStateException with what it printed, if it fails
   */
  public String temporal(String... words) {
    List<String> command = new ArrayList<>(List.of(cli.toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--address", target()));
    try {
      Process called = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(called.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (called.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Starts it again, after {@link #kill}, on the same port and database. */
  public void restart() {
    try {
      process = launch();
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    process.destroy();
    if (!awaitEnd()) {
      process.destroyForcibly();
      awaitEnd();
    }
    DevServerTraces.delete(folder);
  }

  private Process launch() throws IOException {
    Process started =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    DevServerTraces.write(folder, started.toHandle());
    return started;
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(List.of(cli.toString(), "server", "start-dev", "--headless"));
    command.addAll(
        List.of("--ip", "127.0.0.1", "--port", Integer.toString(port), "--log-level", "error"));
    for (String attribute : List.of("AidpRun", "AidpRepository")) {
      command.addAll(List.of("--search-attribute", attribute + "=Keyword"));
    }
    if (tuned) {
      command.addAll(List.of("--db-filename", folder.resolve("temporal.db").toString()));
      command.addAll(
          List.of("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1"));
      SETTINGS.forEach(setting -> command.addAll(List.of("--dynamic-config-value", setting)));
    }
    return command;
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + START.toNanos();
    WorkflowServiceStubs stubs = stubs();
    try {
      while (asked(stubs) != Status.Code.OK) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException(
              "The Temporal server does not start: "
                  + command()
                  + "\n"
                  + Files.readString(folder.resolve("log")));
        }
        pause();
      }
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Returns how it answers. */
  private static Status.Code asked(WorkflowServiceStubs stubs) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .describeNamespace(
              io.temporal.api.workflowservice.v1.DescribeNamespaceRequest.newBuilder()
                  .setNamespace("default")
                  .build());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the server started", e);
    }
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freePort() throws IOException {
    while (true) {
      int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        continue; // somebody has it
      }
    }
  }
}
