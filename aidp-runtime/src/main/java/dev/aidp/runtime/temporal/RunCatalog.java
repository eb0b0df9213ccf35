package dev.aidp.runtime.temporal;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunAttributes;
import dev.aidp.workflows.temporal.RunMemo;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.StepWatch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverterException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs that a Temporal service knows, whoever started them; looking changes nothing there. */
public final class RunCatalog implements AutoCloseable {

  /** The step that says what a run works on is the first of all. */
  private static final int BEGINNING = 50;

  private final ServiceConnection connection;
  private final List<String> types;
  private final Supplier<WorkflowClient> client;

  /** Makes one; a workflow of one of {@code types} is a run, whoever started it. */
  public RunCatalog(TemporalConnection to, List<String> types) {
    this.connection = ServiceConnection.share(to);
    this.types = ImmutableList.copyOf(types);
    this.client =
        Suppliers.memoize(
            () ->
                connection.client(
                    new AidpPlugin(List.of(), List.of(), Queues.DEFAULT, StepWatch.NONE)));
  }

  /** Returns the run with this id on the service, which may be one of an application's own. */
  public Optional<KnownRun> at(String workflowId) {
    return connection.call(
        () -> {
          try {
            return Optional.of(known(client.get().newUntypedWorkflowStub(workflowId).describe()));
          } catch (RuntimeException e) {
            if (NotFound.is(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /**
   * Which runs are wanted.
   *
   * @param repository of this one, or of none that was named; null: of any
   * @param type of this type, or null
   * @param since started then or later, or null
   * @param open only those that have not ended
   */
  public record Wanted(
      @Nullable String repository, @Nullable String type, @Nullable Instant since, boolean open) {

    private String conditions() {
      StringBuilder conditions = new StringBuilder();
      if (type != null) {
        conditions.append(" AND WorkflowType = ").append(quoted(type));
      }
      if (since != null) {
        conditions.append(" AND StartTime >= ").append(quoted(since.toString()));
      }
      return conditions.append(open ? " AND ExecutionStatus = 'Running'" : "").toString();
    }

    private String attributes() {
      return repository == null
          ? ""
          : " AND (AidpRepository = %s OR AidpRepository IS NULL)".formatted(quoted(repository));
    }

    private boolean has(KnownRun run) {
      return repository == null
          || run.repository().isEmpty()
          || run.repository().equals(repository);
    }
  }

  /** Returns all runs that are wanted; no part of another run is among them. */
  public List<KnownRun> all(Wanted wanted) {
    return connection.call(
        () ->
            list(
                    "(AidpRun IS NOT NULL OR %s)".formatted(ofTypes()) + wanted.attributes(),
                    ofTypes(),
                    wanted.conditions())
                .stream()
                .filter(wanted::has)
                .toList());
  }

  /**
   * Returns, of whichever repository, the generations of the runs with the id {@code run}, and
   * perhaps other runs.
   */
  public List<KnownRun> named(String run) {
    return connection.call(
        () -> {
          String id = quoted(run);
          String named =
              "(AidpRun = %s OR AidpRun STARTS_WITH %s)".formatted(id, quoted(run + ".g"));
          List<KnownRun> found = list(named, ofTypes(), "");
          // The first run of all began before the service knew our search attributes.
          return found.isEmpty() ? list(ofTypes() + " AND AidpRun IS NULL", ofTypes(), "") : found;
        });
  }

  private String ofTypes() {
    return "WorkflowType IN (%s)"
        .formatted(String.join(", ", types.stream().map(RunCatalog::quoted).toList()));
  }

  /** A service that does not know our search attributes is asked {@code without} them. */
  private List<KnownRun> list(String query, String without, String conditions) {
    try {
      return list(query + conditions);
    } catch (RuntimeException e) {
      if (is(e, Status.Code.INVALID_ARGUMENT)) {
        return list(without + conditions);
      }
      throw e;
    }
  }

  private List<KnownRun> list(String query) {
    try (Stream<WorkflowExecutionMetadata> found =
        client.get().listExecutions(query + " AND ParentWorkflowId IS NULL")) {
      return found.map(RunCatalog::known).toList();
    } catch (RuntimeException e) {
      if (is(e, Status.Code.UNIMPLEMENTED)) {
        throw new UsageException(
            "The Temporal service at " + connection.where() + " cannot be searched for runs.",
            "id",
            "Name the run by its full id there.");
      }
      throw e;
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static boolean is(Throwable thrown, Status.Code code) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof StatusRuntimeException status && status.getStatus().getCode() == code) {
        return true;
      }
    }
    return false;
  }

  private static KnownRun known(WorkflowExecutionMetadata run) {
    String workflowId = run.getExecution().getWorkflowId();
    RunPlace said = RunPlace.of(name -> memo(run, name, String.class));
    RunPlace place =
        new RunPlace(
            RunAttributes.repository(run.getTypedSearchAttributes()).orElse(said.repository()),
            said.place());
    return new KnownRun(
        workflowId,
        place.repository(),
        place.runId(workflowId),
        place.place(),
        run.getWorkflowType(),
        run.getStartTime(),
        new Labels(
            RunMemo.of((name, type) -> memo(run, name, type)),
            RunAttributes.others(run.getTypedSearchAttributes())));
  }

  /**
   * Returns what {@code look} sees of the run {@code id}.
   *
   * @throws UnusableException if that is encoded, and cannot be read here
   */
  public static <T> T readable(String id, Supplier<T> look) {
    try {
      return look.get();
    } catch (DataConverterException | IllegalArgumentException e) {
      throw new UnusableException(
          "What the run '%s' holds cannot be read here: %s".formatted(id, e.getMessage()),
          "Look with the payload codec that it was started with.",
          e);
    }
  }

  /** What somebody has encoded who shares the namespace keeps nobody from seeing the others. */
  private static @Nullable Object memo(WorkflowExecutionMetadata run, String name, Class<?> type) {
    try {
      return run.getMemo(name, type);
    } catch (DataConverterException e) {
      return null;
    }
  }

  /**
   * What a run was started with.
   *
   * @param input its workflow's argument, as JSON
   * @param resolved what its first step made of that, as JSON; or null
   * @param at when it began, if it has gone on as new since then; else null
   */
  public record Beginning(String input, @Nullable String resolved, @Nullable Instant at) {}

  /** Returns what {@code run} was started with; {@code step} is the key of its first step. */
  public Beginning beginning(KnownRun run, String step) {
    RunPlace place = new RunPlace(run.repository(), "");
    History first = connection.call(() -> first(run.workflowId()));
    List<HistoryEntry> entries =
        new RunHistory(place, client.get(), part -> true)
            .of(new WorkflowExecutionHistory(first, run.workflowId()));
    Instant at = connection.call(() -> began(run.workflowId(), first));
    String input = "null";
    for (HistoryEntry entry : entries) {
      if (entry.kind() == HistoryEntry.Kind.STARTED) {
        input = entry.payload();
      } else if (entry.kind() == HistoryEntry.Kind.STEP
          && entry.key().equals(step)
          && !entry.failed()) {
        return new Beginning(input, entry.payload(), at);
      }
    }
    return new Beginning(input, null, at);
  }

  private @Nullable Instant began(String workflowId, History history) {
    var started = history.getEvents(0).getWorkflowExecutionStartedEventAttributes();
    if (started.getContinuedExecutionRunId().isEmpty()) {
      return null;
    }
    WorkflowExecution first =
        WorkflowExecution.newBuilder()
            .setWorkflowId(workflowId)
            .setRunId(started.getFirstExecutionRunId())
            .build();
    try {
      return client.get().newUntypedWorkflowStub(first, Optional.empty()).describe().getStartTime();
    } catch (RuntimeException e) {
      if (NotFound.is(e)) {
        return null; // the service keeps it no longer
      }
      throw e;
    }
  }

  private History first(String workflowId) {
    try (Stream<HistoryEvent> events = client.get().streamHistory(workflowId)) {
      return History.newBuilder().addAllEvents(events.limit(BEGINNING).toList()).build();
    } catch (RuntimeException e) {
      throw NotFound.is(e) ? NotFoundException.run(workflowId) : e;
    }
  }

  @Override
  public void close() {
    connection.release();
  }
}
