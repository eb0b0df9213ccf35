package dev.aidp.runtime.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.aidp.activity.Printed;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.engine.Update;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.Failures;
import dev.aidp.workflows.temporal.RunAttributes;
import dev.aidp.workflows.temporal.RunMemo;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.StepTransport;
import dev.aidp.workflows.temporal.StepWatch;
import dev.aidp.workflows.temporal.TemporalWorkflows;
import dev.aidp.workflows.wire.Beat;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Keys;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine on a Temporal service. It starts, steers and looks; it performs only once it {@link
 * #host}s a worker.
 */
public final class TemporalEngine implements Engine {

  private final ServiceConnection connection;
  private final TemporalSettings settings;
  private final ImmutableList<WorkflowDefinition<?>> definitions;
  private final Supplier<WorkflowClient> client;
  private final Supplier<Boolean> attributes;
  private final PollerPresence owned;
  private final PendingSteps pending;
  private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
  private final HostedWorker worker;

  /**
   * Makes one over the connection that {@code settings} name; {@code definitions} are what it can
   * look into. The server is asked when something is first wanted of it.
   */
  public TemporalEngine(TemporalSettings settings, List<WorkflowDefinition<?>> definitions) {
    this.connection = ServiceConnection.share(settings.connection());
    this.settings = settings;
    this.definitions = ImmutableList.copyOf(definitions);
    client =
        Suppliers.memoize(
            () ->
                connection.client(
                    new AidpPlugin(List.of(), List.of(), settings.queues(), StepWatch.NONE)
                        .storing(settings.artifacts())));
    attributes = Suppliers.memoize(() -> SearchAttributeNames.known(connection));
    owned = new PollerPresence(connection, settings);
    pending = new PendingSteps(client, owned::answers);
    worker = new HostedWorker(this::interrupted);
  }

  /**
   * Connects to the server of {@code settings}.
   *
   * @throws UnusableException if it does not answer
   */
  public static TemporalEngine connect(
      TemporalSettings settings, List<WorkflowDefinition<?>> definitions) {
    TemporalEngine engine = new TemporalEngine(settings, definitions);
    try {
      engine.connection.demand();
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Asks the service as a run would.
   *
   * @throws UnusableException if it does not answer, refuses, or has no such namespace
   * @throws dev.aidp.failure.UsageException if a key or certificate is missing
   */
  public static void check(TemporalConnection to) {
    ServiceConnection asked = ServiceConnection.share(to);
    try {
      asked.demandNamespace();
    } finally {
      asked.release();
    }
  }

  /** Returns whether nobody listens where {@code to} leads: such a service is not there. */
  public static boolean refused(TemporalConnection to) {
    return ServiceConnection.refused(to);
  }

  /** Brings a worker along that performs {@code activities}; {@link #close} ends it. */
  public TemporalWorker host(List<?> activities) {
    return host(activities, new WorkerPlaces(PoolSizes.USUAL));
  }

  /** Likewise; its steps share {@code places} with those of other workers of this process. */
  public TemporalWorker host(List<?> activities, WorkerPlaces places) {
    return worker.begin(() -> begun(activities, places));
  }

  /** Brings one along unless there is one; one that another thread brings along is waited for. */
  public void demandWorker(List<?> activities, WorkerPlaces places) {
    worker.demand(() -> begun(activities, places));
  }

  private TemporalWorker begun(List<?> activities, WorkerPlaces places) {
    return connection.call(
        () -> TemporalWorker.start(connection, settings, definitions, activities, places));
  }

  /** Tells all who wait for runs that these are not worked on here any more. */
  private void interrupted(UnusableException why) {
    awaited.forEach(result -> result.completeExceptionally(why));
  }

  /**
   * Demands that no worker of it has ended since this was last asked.
   *
   * @throws UnusableException why one has
   */
  public void demandNoInterruption() {
    worker.demandNoInterruption();
  }

  @Override
  public String name() {
    return "temporal";
  }

  @Override
  public <W> void start(String id, Class<W> workflow, Consumer<W> call, Labels labels) {
    CapturedCall captured = CapturedCall.of(workflow, call);
    if (!captured.method().equals(WireNames.workflowMethod(workflow))) {
      throw new IllegalStateException(
          "A run is started by its workflow method, not by " + captured.method().getName());
    }
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(settings.place().workflowId(Keys.checked(id)))
            .setTaskQueue(settings.placedQueues().orchestrator())
            .setWorkflowTaskTimeout(TemporalWorkflows.TASK_TIMEOUT)
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setMemo(memo(id, labels));
    SearchAttributes ours =
        connection.call(attributes)
            ? RunAttributes.of(settings.place(), id)
            : SearchAttributes.newBuilder().build();
    SearchAttributes all = RunAttributes.with(ours, labels.attributes());
    if (all.size() > 0) {
      options.setTypedSearchAttributes(all);
    }
    String type = WireNames.workflowType(workflow);
    carry(id, "start", Wire.json(captured.args()));
    try {
      connection.call(
          () ->
              Failures.sending(
                  () ->
                      client
                          .get()
                          .newUntypedWorkflowStub(type, options.build())
                          .start(captured.args().toArray())));
    } catch (WorkflowExecutionAlreadyStarted e) {
      attach(id, type);
    } catch (WorkflowServiceException e) {
      throw SearchAttributeNames.unknown(e, labels.attributes().keySet());
    }
  }

  private Map<String, Object> memo(String id, Labels labels) {
    Map<String, Object> memo = new LinkedHashMap<>(settings.place().memo());
    memo.putAll(RunMemo.of(id, labels.memo()));
    return memo;
  }

  @Override
  public Map<String, String> attributes(String id) {
    return connection
        .call(() -> described(id))
        .map(run -> RunAttributes.others(run.getTypedSearchAttributes()))
        .orElse(Map.of());
  }

  @Override
  public String workflowId(String id) {
    return settings.place().workflowId(id);
  }

  /** To attach to a run means to know that it is there, and to read its result. */
  private void attach(String id, String type) {
    String other =
        connection
            .call(() -> described(id))
            .map(WorkflowExecutionDescription::getWorkflowType)
            .orElse(type);
    if (!other.equals(type)) {
      throw Engine.otherType(id, other, type);
    }
  }

  @Override
  public boolean adopt(String id) {
    TemporalWorker here = worker.now();
    if (here == null || condition(id) != Condition.OWNED) {
      return false;
    }
    connection.call(
        () -> {
          here.giveBackUnbegun(client.get(), settings.place().workflowId(id));
          return true;
        });
    return true;
  }

  @Override
  public <R> CompletableFuture<Outcome<R>> result(String id, Class<R> type) {
    connection.demand();
    CompletableFuture<Outcome<R>> result =
        stub(id)
            .getResultAsync(type)
            .handle((value, e) -> e == null ? new Outcome.Ok<>(value) : failed(id, e));
    awaited.add(result);
    StuckRun stuck = new StuckRun(client.get(), id, settings.place().workflowId(id));
    return Engine.handedOut(
        connection
            .watch()
            .guard(result, stuck::why)
            .whenComplete((value, e) -> awaited.remove(result)));
  }

  private <R> Outcome<R> failed(String id, Throwable thrown) {
    Throwable e =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (e instanceof WorkflowFailedException && e.getCause() != null) {
      return new Outcome.Failed<>(Failures.of(e.getCause()));
    }
    if (e instanceof WorkflowNotFoundException) {
      throw NotFoundException.run(id);
    }
    throw e instanceof RuntimeException unexpected
        ? connection.told(unexpected)
        : new CompletionException(e);
  }

  @Override
  public <W> boolean signal(String id, Class<W> workflow, Consumer<W> call) {
    CapturedCall captured = CapturedCall.of(workflow, call);
    return signal(id, WireNames.signal(captured.method()), captured.args().toArray());
  }

  @Override
  public boolean signal(String id, String name, String args) {
    return signal(id, name, values(args));
  }

  /** What a run is told by name must be where its workers find it before it hears of it. */
  private void carry(String id, String key, String named) {
    settings.transport().after(new StepTransport.Carried(id, key, 0, 0), named, null);
  }

  private boolean signal(String id, String name, @Nullable Object[] args) {
    carry(id, name, Wire.json(args));
    try {
      connection.call(
          () ->
              Failures.sending(
                  () -> {
                    stub(id).signal(name, args);
                    return true;
                  }));
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  @Override
  public boolean terminate(String id) {
    try {
      return connection.call(
          () -> {
            stub(id).terminate(TERMINATED.message());
            return true;
          });
    } catch (RuntimeException e) {
      if (NotFound.is(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public CompletableFuture<Outcome<String>> update(String id, Update update) {
    connection.demand();
    carry(id, update.name(), update.args());
    CompletableFuture<Outcome<String>> outcome =
        new SentUpdate(id, update, values(update.args()), stub(id)).begin(connection).outcome();
    awaited.add(outcome);
    StuckRun stuck = new StuckRun(client.get(), id, settings.place().workflowId(id));
    return Engine.handedOut(
        connection
            .watch()
            .guard(outcome, stuck::why)
            .whenComplete((value, e) -> awaited.remove(outcome)));
  }

  private static @Nullable Object[] values(String args) {
    return Iterables.toArray(Wire.tree(args), JsonNode.class);
  }

  @Override
  public <W, S> S query(String id, Class<W> workflow, Function<W, S> query) {
    connection.demand();
    if (!hosting()) {
      return fromHistory(id, workflow, query);
    }
    WorkflowStub stub = stub(id);
    W remote =
        CapturedCall.proxy(
            workflow,
            (self, method, args) -> {
              Engine.demandQuery(id, method);
              return ask(stub, CapturedCall.of(method, args));
            });
    try {
      return query.apply(remote);
    } catch (WorkflowNotFoundException e) {
      throw NotFoundException.run(id);
    } catch (WorkflowServiceException | WorkflowQueryException e) {
      // No worker answers in time, or none that can.
      return fromHistory(id, workflow, query);
    }
  }

  @Override
  public String query(String id, String name, String args) {
    if (condition(id) == Condition.OWNED) {
      try {
        return connection.call(() -> stub(id).query(name, JsonNode.class, values(args)).toString());
      } catch (WorkflowNotFoundException e) {
        throw NotFoundException.run(id);
      } catch (WorkflowQueryException e) {
        Throwable why = e.getCause() == null ? e : e.getCause();
        throw Engine.unanswered(id, name, String.valueOf(why.getMessage()));
      } catch (WorkflowServiceException e) {
        // No worker answers in time.
      }
    }
    return fromHistory(id, name, args);
  }

  private String fromHistory(String id, String name, String args) {
    String type = connection.call(() -> stub(id).describe().getWorkflowType());
    Class<?> workflow =
        WireNames.workflow(definitions, type)
            .orElseThrow(
                () ->
                    new UnusableException(
                        "This process has no workflow " + type + ".",
                        "Ask while a worker that has it works, or in such a process."));
    Method query;
    CapturedCall call;
    try {
      query = WireNames.queryMethod(workflow, name);
      call = CapturedCall.of(query, Wire.args(query, args));
    } catch (IllegalArgumentException e) {
      throw Engine.unanswered(id, name, String.valueOf(e.getMessage()));
    }
    return Wire.json(fromHistory(id, workflow, call::on), query.getGenericReturnType());
  }

  private static @Nullable Object ask(WorkflowStub stub, CapturedCall call) {
    Method method = call.method();
    return stub.query(
        WireNames.query(method),
        method.getReturnType(),
        method.getGenericReturnType(),
        call.args().toArray());
  }

  private <W, S> S fromHistory(String id, Class<W> workflow, Function<W, S> query) {
    WorkflowExecutionHistory history = connection.call(() -> events(id));
    return new ReplayedQuery<>(workflow, query)
        .ask(id, history, client.get(), settings.queues(), definitions);
  }

  @Override
  public List<HistoryEntry> history(String id) {
    return connection.call(
        () -> new RunHistory(settings.place(), client.get(), part -> false).whole(events(id)));
  }

  @Override
  public List<HistoryEntry> history(String id, Predicate<String> without) {
    return connection.call(
        () -> new RunHistory(settings.place(), client.get(), without).of(events(id)));
  }

  private WorkflowExecutionHistory events(String id) {
    try {
      return client.get().fetchHistory(settings.place().workflowId(id));
    } catch (RuntimeException e) {
      throw NotFound.is(e) ? NotFoundException.run(id) : e;
    }
  }

  @Override
  public Condition condition(String id) {
    return connection
        .call(() -> described(id))
        .map(
            run ->
                run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? Condition.ENDED
                    : hosting()
                            || owned.bySomebody(run.getTaskQueue())
                                && !pending.forsaken(settings.place().workflowId(id))
                        ? Condition.OWNED
                        : Condition.ORPHANED)
        .orElse(Condition.ABSENT);
  }

  @Override
  public Optional<UnusableException> interruption(String id) {
    // The server hears of it a little later than those who wait here.
    return connection
        .call(() -> pending.interruption(settings.place().workflowId(id)))
        .or(this::interruptedHere);
  }

  private Optional<UnusableException> interruptedHere() {
    return Optional.ofNullable(worker.interruption());
  }

  @Override
  public List<Beat> beats(String id) {
    return connection.call(() -> pending.beats(settings.place().workflowId(id)));
  }

  @Override
  public List<Printed> printing(String id) {
    return connection.call(() -> pending.printing(workflowId(id)));
  }

  @Override
  public Optional<Instant> ended(String id) {
    return connection
        .call(() -> described(id))
        .flatMap(run -> Optional.ofNullable(run.getCloseTime()));
  }

  private Optional<WorkflowExecutionDescription> described(String id) {
    try {
      return Optional.of(stub(id).describe());
    } catch (RuntimeException e) {
      if (NotFound.is(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private WorkflowStub stub(String id) {
    return client.get().newUntypedWorkflowStub(settings.place().workflowId(id));
  }

  /** Has {@code call} made for the run {@code id}, which has workflows beside it. */
  public <T> T beside(String id, Function<BesideRun, T> call) {
    RunPlace repository = new RunPlace(settings.place().repository(), "");
    return connection.call(
        () -> call.apply(new BesideRun(client.get(), repository, workflowId(id))));
  }

  /** Returns whether it has a worker that performs. */
  public boolean hosting() {
    return worker.now() != null;
  }

  /**
   * Asks the server whether it is there.
   *
   * @throws UnusableException if it is not, or nobody works here
   */
  public void demandReady() {
    connection.probe();
    if (!hosting()) {
      UnusableException why = worker.interruption();
      throw why == null
          ? new UnusableException("There is no worker here.", "It begins in a moment.")
          : new UnusableException(String.valueOf(why.getMessage()), why.remedy(), why);
    }
  }

  @Override
  public void drain(Duration limit) {
    worker.drain(limit);
  }

  @Override
  public void close() {
    if (!worker.close()) {
      return;
    }
    UnusableException why =
        new UnusableException("It is not waited for here any more.", "Open it again to wait.");
    awaited.forEach(result -> result.completeExceptionally(why));
    connection.release();
  }
}
