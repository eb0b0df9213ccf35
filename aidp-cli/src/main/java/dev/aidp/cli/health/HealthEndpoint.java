package dev.aidp.cli.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aidp.WorkerStatus;
import dev.aidp.cli.io.Json;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers the probes of an operator by HTTP: {@code /live} with 200 while the process can work,
 * {@code /ready} with 200 while it takes steps, else with 503 and the reason.
 */
public final class HealthEndpoint implements AutoCloseable {

  /** One look may wait for a server that does not answer; another probe must not wait for it. */
  private static final int THREADS = 4;

  private static final int OK = 200;
  private static final int NO_SUCH_PAGE = 404;
  private static final int NO_SUCH_METHOD = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<WorkerStatus> worker;

  private HealthEndpoint(HttpServer server, Supplier<WorkerStatus> worker) {
    this.server = server;
    this.worker = worker;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            new ThreadFactoryBuilder().setDaemon(true).setNameFormat("aidp-health-%d").build());
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Begins to answer.
   *
   * @param where {@code PORT}, of this machine's own address alone, or {@code HOST:PORT}
   * @throws UsageException if nobody can listen there
   */
  public static HealthEndpoint at(String where, Supplier<WorkerStatus> worker) {
    InetSocketAddress address = address(where);
    if (address.isUnresolved()) {
      throw refused(where, "no such host");
    }
    try {
      return new HealthEndpoint(HttpServer.create(address, 0), worker);
    } catch (SocketException e) {
      throw refused(where, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw refused(where, e.toString());
    }
  }

  private static InetSocketAddress address(String where) {
    if (where.indexOf(':') < 0) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(where));
    }
    HostAndPort given = HostAndPort.fromString(where);
    return new InetSocketAddress(given.getHost(), given.getPort());
  }

  private static UsageException refused(String where, String why) {
    return new UsageException(
        "A worker cannot answer probes at %s: %s.".formatted(where, why),
        "worker.health",
        "Name another port with --health PORT, or --health 0 for a free one.");
  }

  /** Returns where it answers, {@code http://HOST:PORT}. */
  public String url() {
    InetSocketAddress address = server.getAddress();
    HostAndPort where =
        HostAndPort.fromParts(address.getAddress().getHostAddress(), address.getPort());
    return "http://" + where;
  }

  private void answer(HttpExchange asked) throws IOException {
    try (asked) {
      boolean head = asked.getRequestMethod().equals("HEAD");
      if (!head && !asked.getRequestMethod().equals("GET")) {
        asked.getResponseHeaders().set("Allow", "GET, HEAD");
        asked.sendResponseHeaders(NO_SUCH_METHOD, -1);
        return;
      }
      switch (asked.getRequestURI().getPath()) {
        case "/live" -> send(asked, OK, Json.object().put("live", true), head);
        case "/ready" -> {
          WorkerStatus status = worker.get();
          send(asked, status.ready() ? OK : UNAVAILABLE, document(status), head);
        }
        default -> asked.sendResponseHeaders(NO_SUCH_PAGE, -1);
      }
    }
  }

  private static ObjectNode document(WorkerStatus status) {
    ObjectNode document = Json.object();
    document.put("ready", status.ready()).put("reason", status.reason());
    document.set("places", Json.tree(status.places()));
    return document.put("runs", status.runs());
  }

  private static void send(HttpExchange asked, int code, ObjectNode document, boolean head)
      throws IOException {
    byte[] body = (document + "\n").getBytes(StandardCharsets.UTF_8);
    asked.getResponseHeaders().set("Content-Type", "application/json");
    asked.getResponseHeaders().set("Cache-Control", "no-store");
    asked.sendResponseHeaders(code, head ? -1 : body.length);
    if (!head) {
      asked.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
