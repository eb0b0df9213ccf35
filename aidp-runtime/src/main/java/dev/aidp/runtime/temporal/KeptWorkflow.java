package dev.aidp.runtime.temporal;

import com.google.common.util.concurrent.Striped;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunMemo;
import dev.aidp.workflows.temporal.TemporalWorkflows;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.WireNames;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.History;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.WorkflowExecutionHistory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that keeps what several hosts share, beside the runs that need it. Who needs it first
 * begins it, on the queue of the workflows of a run; where it has ended, it begins again with what
 * it had kept: its outcome is its argument. It is found by its id and by nothing else: no list of
 * runs shows it. Safe for use by many threads.
 *
 * @param <W> its interface
 */
public final class KeptWorkflow<W> {

  /** Then it goes on as new: a server accepts 2,000 updates of one run; each is five events. */
  public static final int MOST_CALLS = 1_000;

  /** A server accepts ten updates of one workflow at a time, of all hosts together. */
  private static final int AT_A_TIME = 2;

  private static final Striped<Semaphore> CALLS = Striped.semaphore(64, AT_A_TIME);

  /** A server that is restarted, or a worker that takes over, is back by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BesideRun run;
  private final WorkflowDefinition<W> definition;
  private final Class<W> workflow;
  private final String id;
  private final Function<W, Object> state;
  private final UnaryOperator<@Nullable Object> begins;
  private final Duration patience;

  /**
   * Makes it; nothing is asked yet.
   *
   * @param id its id in the repository of {@code run}
   * @param state the query that answers with what would be its outcome if it ended now
   * @param begins makes its argument of its last outcome, which is null if it had none
   */
  public KeptWorkflow(
      BesideRun run,
      WorkflowDefinition<W> definition,
      String id,
      Function<W, Object> state,
      UnaryOperator<@Nullable Object> begins) {
    this(run, definition, id, state, begins, PATIENCE);
  }

  private KeptWorkflow(
      BesideRun run,
      WorkflowDefinition<W> definition,
      String id,
      Function<W, Object> state,
      UnaryOperator<@Nullable Object> begins,
      Duration patience) {
    this.run = run;
    this.definition = definition;
    this.workflow = definition.type();
    this.id = id;
    this.state = state;
    this.begins = begins;
    this.patience = patience;
  }

  /** Returns the same for who waits for its answers no longer than {@code limit}. */
  public KeptWorkflow<W> within(Duration limit) {
    return new KeptWorkflow<>(run, definition, id, state, begins, limit);
  }

  /** Says that it does not do what it was asked, and why; nothing is recorded of it. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * Has it perform an update, once however often that must be sent.
   *
   * @param call makes exactly one call of an update method; it is given what tells this call from
   *     every other one
   * @throws Refused if its validator refuses
   * @throws UnusableException if it cannot be asked
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // what the method returns is what is read
  public <R> R update(CallOf<W, R> call) throws Refused {
    String told = UUID.randomUUID().toString();
    CapturedCall made =
        CapturedCall.of(
            workflow,
            stub -> {
              Object unused = call.make(stub, told);
            });
    Semaphore turn = CALLS.get(workflowId());
    boolean mine = false;
    try {
      turn.acquire();
      mine = true;
      KeptUpdate update = new KeptUpdate(this, made, told, patience);
      return (R) Patience.<@Nullable Object, Refused>within(patience, update::outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("Interrupted before " + workflowId() + " was asked.");
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  /** Likewise, of an update that is never refused. */
  public <R> R demand(CallOf<W, R> call) {
    try {
      return update(call);
    } catch (Refused e) {
      throw new UnusableException(
          "%s refuses: %s".formatted(workflowId(), e.getMessage()),
          "Its worker is of another version: see that all are of one.",
          e);
    }
  }

  /** One call of an update. */
  @FunctionalInterface
  public interface CallOf<W, R> {
    /** Makes it; {@code id} is that of this call. */
    R make(W workflow, String id);
  }

  /** Signals it; returns false if it is not there, or has ended. */
  public boolean signal(Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    try {
      stub().signal(WireNames.signal(made.method()), made.args().toArray());
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  /** Signals it, and begins it first where that is needed: it hears of it once somebody works. */
  public void demandSignal(Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    while (!signal(call)) {
      Before before = before();
      if (!before.open()) {
        var unused =
            begun()
                .signalWithStart(
                    WireNames.signal(made.method()), made.args().toArray(), before.start());
        return;
      }
    }
  }

  /** Returns whether the workflow {@code id} is not open any more, or was never begun. */
  public static boolean ended(WorkflowClient client, String id) {
    try {
      return client.newUntypedWorkflowStub(id).describe().getStatus()
          != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (RuntimeException e) {
      if (NotFound.is(e)) {
        return true;
      }
      throw e;
    }
  }

  String workflowId() {
    return run.place().workflowId(id);
  }

  WorkflowStub stub() {
    return run.client().newUntypedWorkflowStub(workflowId());
  }

  /**
   * What came before it begins.
   *
   * @param open whether somebody has begun it meanwhile
   * @param start its argument if not
   */
  record Before(boolean open, Object[] start) {}

  Before before() {
    WorkflowExecutionDescription last;
    try {
      last = stub().describe();
    } catch (RuntimeException e) {
      if (NotFound.is(e)) {
        return new Before(false, new Object[] {begins.apply(null)});
      }
      throw e;
    }
    return switch (last.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW ->
          new Before(true, new Object[0]);
      case WORKFLOW_EXECUTION_STATUS_COMPLETED ->
          new Before(false, new Object[] {begins.apply(outcome(last.getExecution()))});
      default -> new Before(false, new Object[] {begins.apply(state(last.getExecution()))});
    };
  }

  private @Nullable Object outcome(WorkflowExecution ended) {
    Method method = WireNames.workflowMethod(workflow);
    return stub(ended).getResult(method.getReturnType(), method.getGenericReturnType());
  }

  /** Somebody has terminated it: what it was is in its history, before that. */
  private Object state(WorkflowExecution ended) {
    WorkflowExecutionHistory all =
        run.client().fetchHistory(ended.getWorkflowId(), ended.getRunId());
    History history =
        History.newBuilder()
            .addAllEvents(all.getEvents().subList(0, all.getEvents().size() - 1))
            .build();
    return new ReplayedQuery<>(definition.type(), state)
        .ask(
            ended.getWorkflowId(),
            new WorkflowExecutionHistory(history, ended.getWorkflowId()),
            run.client(),
            Queues.DEFAULT,
            List.of(definition));
  }

  /**
   * Returns what it now is, or was in the end; null if it was never begun.
   *
   * @throws UnusableException if it cannot be asked
   */
  public @Nullable Object state() {
    CapturedCall made =
        CapturedCall.of(
            workflow,
            stub -> {
              Object unused = state.apply(stub);
            });
    Method query = made.method();
    try {
      return Patience.within(
          patience, () -> stub().query(WireNames.query(query), query.getReturnType()));
    } catch (WorkflowNotFoundException e) {
      return null;
    } catch (WorkflowException | StatusRuntimeException e) {
      throw unusable(e);
    }
  }

  /** Returns what follows from a call that has failed. */
  RuntimeException unusable(RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      return new StepCancelledException("Interrupted while " + workflowId() + " was asked.");
    }
    Throwable why = e.getCause() == null ? e : e.getCause();
    return new UnusableException(
        "%s on the Temporal service cannot be asked: %s".formatted(workflowId(), why.getMessage()),
        "See that the service and a worker of this repository are there: what was begun goes on.",
        e);
  }

  private WorkflowStub stub(WorkflowExecution execution) {
    return run.client()
        .newUntypedWorkflowStub(
            WorkflowTargetOptions.newBuilder().setWorkflowExecution(execution).build());
  }

  WorkflowStub begun() {
    return run.client()
        .newUntypedWorkflowStub(
            WireNames.workflowType(workflow),
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId())
                .setTaskQueue(run.queue())
                .setWorkflowTaskTimeout(TemporalWorkflows.TASK_TIMEOUT)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setMemo(memo())
                .build());
  }

  private Map<String, Object> memo() {
    Map<String, Object> memo = new LinkedHashMap<>(run.place().memo());
    memo.putAll(RunMemo.of(id, Map.of()));
    return memo;
  }
}
