package dev.aidp.runtime.temporal;

import dev.aidp.failure.UnusableException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowClientPlugin;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way to a server; one for each process. People wait for calls, so these give up soon; a worker
 * does not.
 */
public final class TemporalConnection implements AutoCloseable {

  /** Whoever calls waits at a terminal. */
  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  /** A worker that cannot be told from a stuck one must not hold up a status. */
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(2);

  private final String where;
  private final WorkflowServiceStubs calls;
  private final WorkflowServiceStubs work;
  private final WorkflowClientOptions options;
  private final boolean ours;

  private TemporalConnection(
      String where,
      WorkflowServiceStubs calls,
      WorkflowServiceStubs work,
      WorkflowClientOptions options,
      boolean ours) {
    this.where = where;
    this.calls = calls;
    this.work = work;
    this.options = options;
    this.ours = ours;
  }

  /**
   * Connects to a server.
   *
   * @throws UnusableException if it does not answer
   */
  public static TemporalConnection open(String target, String namespace) {
    WorkflowServiceStubsOptions patient =
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).build();
    WorkflowServiceStubsOptions hasty =
        WorkflowServiceStubsOptions.newBuilder(patient)
            .setRpcTimeout(PATIENCE)
            .setRpcQueryTimeout(QUERY_PATIENCE)
            .setSystemInfoTimeout(PATIENCE)
            .setRpcRetryOptions(RpcRetryOptions.newBuilder().setExpiration(PATIENCE).build())
            .build();
    WorkflowServiceStubs calls = WorkflowServiceStubs.newServiceStubs(hasty);
    try {
      if (Refusal.by(target)) {
        throw new StatusRuntimeException(Status.UNAVAILABLE.withDescription("connection refused"));
      }
      calls.connect(PATIENCE);
    } catch (StatusRuntimeException e) {
      calls.shutdownNow();
      throw unusable(target, e);
    }
    return new TemporalConnection(
        target,
        calls,
        WorkflowServiceStubs.newServiceStubs(patient),
        WorkflowClientOptions.newBuilder().setNamespace(namespace).build(),
        true);
  }

  /** Uses the connection of {@code client}, which stays its owner's. */
  public static TemporalConnection of(WorkflowClient client) {
    WorkflowServiceStubs stubs = client.getWorkflowServiceStubs();
    return new TemporalConnection(
        "the given client's target", stubs, stubs, client.getOptions(), false);
  }

  String where() {
    return where;
  }

  String namespace() {
    return options.getNamespace();
  }

  WorkflowServiceStubs calls() {
    return calls;
  }

  /** Returns a client for calls that somebody waits for. */
  WorkflowClient client(WorkflowClientPlugin plugin) {
    return WorkflowClient.newInstance(
        calls, WorkflowClientOptions.newBuilder(options).setPlugins(plugin).build());
  }

  /** Returns a client for a worker. */
  WorkflowClient workersClient(WorkflowClientPlugin plugin, String identity) {
    return WorkflowClient.newInstance(
        work,
        WorkflowClientOptions.newBuilder(options).setPlugins(plugin).setIdentity(identity).build());
  }

  /** Performs {@code call}; that the server is not there is told as such. */
  <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw told(e);
    }
  }

  /**
   * Returns what to throw for {@code e}: an {@link UnusableException} if the server is not there.
   */
  RuntimeException told(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status && lost(status.getStatus())) {
        return unusable(where, status);
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
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND ->
          new UnusableException(
              "The Temporal server at " + where + " refuses: " + status.getDescription(),
              "Check --namespace and the credentials, then give the same command again: what was"
                  + " begun goes on.",
              e);
      default ->
          new UnusableException(
              "There is no Temporal server at " + where + ".",
              "Start it, for instance by `temporal server start-dev --db-filename temporal.db`,"
                  + " then give the same command again: what was begun goes on.",
              e);
    };
  }

  @Override
  public void close() {
    if (!ours) {
      return;
    }
    calls.shutdownNow();
    work.shutdownNow();
    calls.awaitTermination(1, TimeUnit.SECONDS);
    work.awaitTermination(1, TimeUnit.SECONDS);
  }
}
