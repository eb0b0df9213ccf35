package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Child;
import dev.aidp.workflow.Later;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ChildWorkflowStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A child workflow, which is started once; a second start attaches to the first. */
final class TemporalChild<W, R> implements Child<W, R> {

  private record Running<R>(ChildWorkflowStub stub, TemporalLater<R> result) {}

  private final WorkflowContext context;
  private final Class<W> type;
  private final String runId;
  private @Nullable Running<R> running;

  TemporalChild(WorkflowContext context, Class<W> type, String runId) {
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

  @Override
  public String runId() {
    return runId;
  }

  @Override
  @SuppressWarnings("unchecked") // the method's own return type is what is read
  public Later<R> start(Function<W, R> call) {
    if (running == null) {
      CapturedCall captured =
          CapturedCall.of(
              type,
              workflow -> {
                Object unused = call.apply(workflow);
              });
      Method method = captured.method();
      ChildWorkflowStub stub =
          Workflow.newUntypedChildWorkflowStub(WireNames.workflowType(type), options());
      boolean nothing = method.getReturnType() == void.class;
      Promise<R> result =
          stub.executeAsync(
              (Class<R>) (nothing ? Void.class : method.getReturnType()),
              nothing ? Void.class : method.getGenericReturnType(),
              captured.args().toArray());
      running = new Running<>(stub, new TemporalLater<>(context, result, null));
    }
    return running.result();
  }

  @Override
  public void signal(Consumer<W> call) {
    if (running == null) {
      throw new IllegalStateException("The child " + runId + " has not been started");
    }
    CapturedCall captured = CapturedCall.of(type, call);
    try {
      var unused = running.stub().getExecution().get(); // before that it cannot be told
      if (!running.result().done()) {
        send(runId, captured);
      }
    } catch (TemporalFailure e) {
      // It could not start: its result says so.
    }
  }

  /** Tells a run something, unless there is none, or it has ended meanwhile. */
  static void send(String runId, CapturedCall signal) {
    try {
      Workflow.newUntypedExternalWorkflowStub(RunPlace.current().workflowId(runId))
          .signal(WireNames.signal(signal.method()), signal.args().toArray());
    } catch (SignalExternalWorkflowException | TemporalFailure e) {
      Workflow.getLogger(TemporalChild.class)
          .debug("{} takes no signal: {}", runId, e.getMessage());
    }
  }

  /**
   * A child cannot outlive its parent: nobody would take its result. Its id is used again by a
   * parent that has begun anew; until then the parent itself sees to it that it is not.
   */
  private ChildWorkflowOptions options() {
    RunPlace place = RunPlace.current();
    ChildWorkflowOptions.Builder options =
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(place.workflowId(runId))
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
            .setWorkflowTaskTimeout(Placement.WORKFLOW_TASK_TIMEOUT)
            .setMemo(place.memo());
    RunAttributes.ofChild(runId).ifPresent(options::setTypedSearchAttributes);
    return options.build();
  }
}
