package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Child;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ChildWorkflowStub;
import io.temporal.workflow.ExternalWorkflowStub;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A child workflow, which is started once; a second start attaches to the first. */
final class TemporalChild<W> implements Child<W> {

  /** A child that was started; one that an earlier run has started has no stub. */
  private record Running(@Nullable ChildWorkflowStub stub, Promise<?> result) {

    void awaitStart() {
      if (stub != null) {
        var unused = stub.getExecution().get();
      }
    }
  }

  private final TemporalWorkflowContext context;
  private final Class<W> type;
  private final String runId;
  private @Nullable Running running;
  private boolean goesOn;
  private int queries;

  TemporalChild(TemporalWorkflowContext context, Class<W> type, String runId) {
    this.context = context;
    this.type = type;
    this.runId = runId;
  }

  Class<W> type() {
    return type;
  }

  boolean underWay() {
    return running != null && !running.result().done();
  }

  /** Returns whether it may be under way where its parent goes on as new. */
  boolean goingOn() {
    return goesOn;
  }

  @Override
  public Child<W> goesOn() {
    goesOn = true;
    return this;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  @SuppressWarnings("unchecked") // the method's own return type is what is read
  public <R> Promise<R> start(Function<W, R> call) {
    if (running == null) {
      context.goesOn();
      CapturedCall captured =
          CapturedCall.of(
              type,
              workflow -> {
                Object unused = call.apply(workflow);
              });
      Method method = WireNames.workflowMethod(type);
      if (!captured.method().equals(method)) {
        throw new IllegalStateException(
            "A child is started by its workflow method, not by " + captured.method().getName());
      }
      running = context.taken().include(runId) ? taken(method) : started(method, captured);
    }
    return (Promise<R>) running.result();
  }

  private Running taken(Method method) {
    goesOn = true;
    boolean nothing = method.getReturnType() == void.class;
    return new Running(
        null, context.taken().result(runId, nothing ? Void.class : method.getGenericReturnType()));
  }

  @SuppressWarnings("unchecked") // the method's own return type is what is read
  private <R> Running started(Method method, CapturedCall captured) {
    ChildWorkflowStub stub =
        Workflow.newUntypedChildWorkflowStub(WireNames.workflowType(type), options());
    boolean nothing = method.getReturnType() == void.class;
    io.temporal.workflow.Promise<R> result =
        Failures.sending(
            () ->
                stub.executeAsync(
                    (Class<R>) (nothing ? Void.class : method.getReturnType()),
                    nothing ? Void.class : method.getGenericReturnType(),
                    captured.args().toArray()));
    return new Running(stub, new TemporalPromise<>(context, result, null));
  }

  @Override
  public void signal(Consumer<W> call) {
    if (running == null) {
      throw new IllegalStateException("The child " + runId + " has not been started");
    }
    CapturedCall captured = CapturedCall.of(type, call);
    try {
      running.awaitStart(); // before that it cannot be told
      if (!running.result().done()) {
        send(runId, captured);
      }
    } catch (TemporalFailure e) {
      // It could not start: its result says so.
    }
  }

  @Override
  public <S> S query(Function<W, S> call) {
    if (running == null) {
      throw new IllegalStateException("The child " + runId + " must be started first.");
    }
    running.awaitStart();
    CapturedCall captured =
        CapturedCall.of(
            type,
            workflow -> {
              Object nothing = call.apply(workflow);
            });
    Method method = captured.method();
    String query = WireNames.query(method);
    String id = RunPlace.current().workflowId(runId);
    String name = runId.substring(runId.lastIndexOf('/') + 1);
    return context.lambda(
        Step.quick().named("query-" + name + "-" + ++queries),
        method.getReturnType(),
        method.getGenericReturnType(),
        () -> ask(id, query, method, captured.args().toArray()));
  }

  /** Asks the server, within an activity. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the method's own return type
  private static <S> S ask(String id, String query, Method method, @Nullable Object[] args) {
    return (S)
        Activity.getExecutionContext()
            .getWorkflowClient()
            .newUntypedWorkflowStub(id)
            .query(query, method.getReturnType(), method.getGenericReturnType(), args);
  }

  /** Tells a run something, unless there is none, or it has ended meanwhile. */
  static void send(String runId, CapturedCall signal) {
    try {
      ExternalWorkflowStub stub =
          Workflow.newUntypedExternalWorkflowStub(RunPlace.current().workflowId(runId));
      Failures.sending(
          () -> {
            stub.signal(WireNames.signal(signal.method()), signal.args().toArray());
            return true;
          });
    } catch (SignalExternalWorkflowException | TemporalFailure e) {
      Workflow.getLogger(TemporalChild.class)
          .debug("{} takes no signal: {}", runId, e.getMessage());
    }
  }

  /**
   * A child cannot outlive its parent, unless that may go on as new: nobody would take its result.
   * Its id is used again by a parent that has begun anew; until then the parent itself sees to it
   * that it is not.
   */
  private ChildWorkflowOptions options() {
    RunPlace place = RunPlace.current();
    ChildWorkflowOptions.Builder options =
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(place.workflowId(runId))
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setParentClosePolicy(
                goesOn
                    ? ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON
                    : ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
            .setWorkflowTaskTimeout(Placement.WORKFLOW_TASK_TIMEOUT)
            .setMemo(context.memoOfChild());
    RunAttributes.ofChild(runId).ifPresent(options::setTypedSearchAttributes);
    return options.build();
  }
}
