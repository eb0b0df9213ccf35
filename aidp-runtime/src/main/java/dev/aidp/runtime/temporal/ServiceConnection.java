package dev.aidp.runtime.temporal;

import com.google.common.base.Throwables;
import dev.aidp.failure.UnusableException;
import dev.aidp.temporal.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowClientPlugin;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a service; one for all in this process that reach it in the same way, closed
 * with the last of them. People wait for calls, so these give up soon; a worker does not.
 *
 * <p>A server that does not answer stalls nobody twice: that is remembered for a while, and nobody
 * holds a lock while it is asked.
 */
final class ServiceConnection {

  /**
   * How long a server that listens and does not answer counts as gone: longer than it takes to find
   * out, so that most calls are told at once; shorter than a person waits before he tries again.
   * One that refuses is asked each time, as that takes no time.
   */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final Map<TemporalConnection, ServiceConnection> OPEN = new HashMap<>();

  /**
   * Whether the server answers.
   *
   * @param why it does not, or null
   * @param until when that holds, by the clock of {@link System#nanoTime}
   */
  private record Verdict(@Nullable UnusableException why, long until) {

    static final Verdict ALIVE = new Verdict(null, 0);

    boolean holds() {
      return why == null || System.nanoTime() - until < 0;
    }
  }

  private final TemporalConnection to;
  private final AtomicReference<@Nullable CompletableFuture<Verdict>> verdict =
      new AtomicReference<>();
  private final AtomicReference<@Nullable Stubs> opened = new AtomicReference<>();
  private final ServerWatch watch = new ServerWatch(this);

  private int users; // guarded by OPEN

  private volatile boolean closed;

  private ServiceConnection(TemporalConnection to) {
    this.to = to;
  }

  /** Returns the connection, which the caller has to {@link #release}. Nothing is asked yet. */
  static ServiceConnection share(TemporalConnection to) {
    synchronized (OPEN) {
      ServiceConnection shared = OPEN.computeIfAbsent(to, ServiceConnection::new);
      shared.users++;
      return shared;
    }
  }

  /** Lets it go; the last one closes it, unless it was given. */
  void release() {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return;
      }
      OPEN.remove(to);
      closed = true;
    }
    watch.close();
    Stubs stubs = opened.getAndSet(null);
    if (stubs != null) {
      stubs.close();
    }
  }

  /** Opens at the first use; files are read then. */
  private Stubs stubs() {
    Stubs now = opened.get();
    if (now != null) {
      return now;
    }
    if (closed) {
      throw new UnusableException(
          "The connection to " + where() + " is closed.", "Open another one.");
    }
    Stubs mine = Stubs.open(to);
    if (!opened.compareAndSet(null, mine)) {
      mine.close();
      return stubs();
    }
    if (closed && opened.compareAndSet(mine, null)) {
      mine.close();
    }
    return mine;
  }

  String where() {
    return to.target();
  }

  String namespace() {
    return to.namespace();
  }

  WorkflowServiceStubs calls() {
    return stubs().calls();
  }

  ServerWatch watch() {
    return watch;
  }

  /** Returns a client for calls that somebody waits for. */
  WorkflowClient client(WorkflowClientPlugin plugin) {
    return WorkflowClient.newInstance(
        stubs().calls(),
        WorkflowClientOptions.newBuilder(stubs().options()).setPlugins(plugin).build());
  }

  /** Returns a client for a worker. */
  WorkflowClient workersClient(WorkflowClientPlugin plugin, String identity) {
    return WorkflowClient.newInstance(
        stubs().work(),
        WorkflowClientOptions.newBuilder(stubs().options())
            .setPlugins(plugin)
            .setIdentity(identity)
            .build());
  }

  /**
   * Demands that the server answers, as far as is known; it is asked by one, and those who come
   * meanwhile wait for the same answer.
   *
   * @throws UnusableException if it does not
   */
  void demand() {
    Verdict now;
    try {
      now = verdict().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    UnusableException why = now.why();
    if (why != null) {
      throw new UnusableException(String.valueOf(why.getMessage()), why.remedy(), why);
    }
  }

  private CompletableFuture<Verdict> verdict() {
    CompletableFuture<Verdict> last = verdict.get();
    if (last != null
        && !last.isCompletedExceptionally()
        && (!last.isDone() || last.join().holds())) {
      return last;
    }
    CompletableFuture<Verdict> mine = new CompletableFuture<>();
    if (!verdict.compareAndSet(last, mine)) {
      return verdict();
    }
    try {
      mine.complete(asked());
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
    }
    return mine;
  }

  private Verdict asked() {
    boolean ours = to instanceof TemporalConnection.Options;
    Knock door = ours ? Knock.at(where()) : Knock.UNKNOWN;
    if (door == Knock.REFUSED) {
      Status refused = Status.UNAVAILABLE.withDescription("connection refused");
      return new Verdict(unusable(where(), new StatusRuntimeException(refused)), System.nanoTime());
    }
    try {
      calls().connect(door == Knock.OPENED ? Stubs.SLOW : Stubs.PATIENCE);
      var unused = calls().healthCheck();
      return Verdict.ALIVE;
    } catch (StatusRuntimeException e) {
      boolean silent = door == Knock.OPENED && waited(e.getStatus());
      return new Verdict(
          silent ? silent(where(), e) : unusable(where(), e),
          System.nanoTime() + REMEMBERED.toNanos());
    }
  }

  private static boolean waited(Status status) {
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED
        || status.getCode() == Status.Code.UNAVAILABLE && status.getCause() == null;
  }

  private static UnusableException silent(String where, Throwable e) {
    return new UnusableException(
        "The Temporal server at %s listens and does not answer.".formatted(where),
        "See whether it is overloaded or stuck, then try again: what was begun goes on.",
        e);
  }

  /** Returns whether nobody listens where {@code to} leads; else it may be slow. */
  static boolean refused(TemporalConnection to) {
    return Knock.at(to.target()) == Knock.REFUSED;
  }

  /** Demands that the server answers and knows the namespace. */
  void demandNamespace() {
    var unused =
        call(
            () ->
                calls()
                    .blockingStub()
                    .describeNamespace(
                        DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build()));
  }

  /** Asks the server now, whatever is remembered. */
  void probe() {
    try {
      var unused = calls().healthCheck();
      verdict.set(CompletableFuture.completedFuture(Verdict.ALIVE));
    } catch (StatusRuntimeException e) {
      throw told(e);
    }
  }

  /** Performs {@code call}; that the server is not there is told as such. */
  <T> T call(Supplier<T> call) {
    demand();
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * Returns what to throw for {@code e}: an {@link UnusableException} if the server is not there.
   * Before the next call it is asked whether it is.
   */
  RuntimeException told(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status && lost(status.getStatus())) {
        CompletableFuture<Verdict> last = verdict.get();
        if (last != null && last.isDone()) {
          verdict.compareAndSet(last, null);
        }
        return unusable(where(), status);
      }
    }
    return e;
  }

  private static boolean lost(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, UNAUTHENTICATED, PERMISSION_DENIED, CANCELLED -> true;
      case NOT_FOUND -> String.valueOf(status.getDescription()).startsWith("Namespace ");
      default -> false;
    };
  }

  private static UnusableException unusable(String where, StatusRuntimeException e) {
    Status status = e.getStatus();
    for (Throwable cause : Throwables.getCausalChain(e)) {
      if (cause instanceof SSLException tls) {
        return new UnusableException(
            "The Temporal server at "
                + where
                + " cannot be reached by TLS: "
                + Throwables.getRootCause(tls).getMessage(),
            "Check temporal.tls, then try again: what was begun goes on.",
            e);
      }
    }
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND ->
          new UnusableException(
              "The Temporal server at " + where + " refuses: " + status.getDescription(),
              "Check the namespace and the credentials, then try again: what was"
                  + " begun goes on.",
              e);
      default ->
          new UnusableException(
              "There is no Temporal server at " + where + ".",
              "Start it, for instance by `temporal server start-dev --db-filename temporal.db`,"
                  + " then try again: what was begun goes on.",
              e);
    };
  }
}
