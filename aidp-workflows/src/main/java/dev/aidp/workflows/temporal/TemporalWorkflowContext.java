package dev.aidp.workflows.temporal;

import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Later;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowThreadLocal;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port over Temporal's workflow API: history is the journal. One object serves one run (or one
 * replay of it).
 */
final class TemporalWorkflowContext implements WorkflowContext {

  private final Placement placement;
  private final Set<String> keys = new LinkedHashSet<>();
  private final Map<String, TemporalChild<?, ?>> children = new LinkedHashMap<>();
  private final WorkflowThreadLocal<Branch> branches =
      WorkflowThreadLocal.withCachedInitial(() -> new Branch(""));

  TemporalWorkflowContext(Placement placement) {
    this.placement = placement;
  }

  @Override
  public String runId() {
    return RunPlace.currentRunId();
  }

  @Override
  public <A> A steps(Class<A> activities, Step kind) {
    return CapturedCall.proxy(
        activities,
        (self, method, args) -> {
          CapturedCall call = CapturedCall.of(method, args);
          return branch().note(kind, call)
              ? CapturedCall.blank(method.getReturnType())
              : new TemporalLater<>(perform(kind, call)).get();
        });
  }

  @Override
  public <T> Later<T> start(Supplier<T> oneCall) {
    Branch.Noted noted = branch().noted(oneCall);
    return new TemporalLater<>(perform(noted.step(), noted.call()));
  }

  @Override
  public <T> Outcome<T> until(BooleanSupplier stop, Supplier<T> oneCall) {
    Branch.Noted noted = branch().noted(oneCall);
    if (stop.getAsBoolean()) {
      return new Outcome.Failed<>(
          Failure.of(FailureKind.CANCELLED, "It was stopped before it began."));
    }
    List<Promise<T>> started = new ArrayList<>(1);
    CancellationScope scope =
        Workflow.newCancellationScope(() -> started.add(perform(noted.step(), noted.call())));
    scope.run();
    Promise<T> step = started.get(0);
    if (Placement.stoppable(noted.step())) {
      Workflow.await(() -> step.isCompleted() || stop.getAsBoolean());
      if (!step.isCompleted()) {
        scope.cancel("stopped by the workflow");
      }
    }
    return new TemporalLater<>(step).outcome();
  }

  @Override
  @SuppressWarnings("unchecked") // an id is used for one workflow interface, which is checked
  public <W, R> Child<W, R> child(Class<W> workflow, String id) {
    TemporalChild<?, ?> child =
        children.computeIfAbsent(id, i -> new TemporalChild<>(workflow, runId() + "/" + i));
    if (child.type() != workflow) {
      throw new IllegalStateException(
          "The child " + child.runId() + " is a " + child.type().getSimpleName());
    }
    return (Child<W, R>) child;
  }

  @Override
  public <T> Later<T> async(String scope, Supplier<T> body) {
    String path = branch().path() + scope + "/";
    Promise<Outcome<T>> running =
        Async.function(
            () -> {
              branches.set(new Branch(path));
              try {
                return new Outcome.Ok<>(body.get());
              } catch (AidpException e) {
                return new Outcome.Failed<T>(e.failure());
              }
            });
    return new AsyncLater<>(running);
  }

  /** The result of a thread, which has turned its failures into values already. */
  private record AsyncLater<T>(Promise<Outcome<T>> running) implements Later<T> {

    @Override
    public boolean done() {
      return running.isCompleted();
    }

    @Override
    public Outcome<T> outcome() {
      return new TemporalLater<>(running).outcome().orThrow();
    }
  }

  @Override
  public <T> T scope(String name, Supplier<T> body) {
    return branch().within(name, body);
  }

  @Override
  public void await(BooleanSupplier condition) {
    Workflow.await(condition::getAsBoolean);
  }

  /**
   * Not the SDK's timed await: that leaves its timer running, and each such timer wakes the run up
   * for nothing.
   */
  @Override
  public boolean await(Duration limit, BooleanSupplier condition) {
    if (condition.getAsBoolean() || limit.isNegative() || limit.isZero()) {
      return condition.getAsBoolean();
    }
    List<Promise<@Nullable Void>> timers = new ArrayList<>(1);
    CancellationScope scope =
        Workflow.newCancellationScope(() -> timers.add(Workflow.newTimer(limit)));
    scope.run();
    Promise<@Nullable Void> timer = timers.get(0);
    AtomicBoolean held = new AtomicBoolean();
    Workflow.await(
        () -> {
          held.set(condition.getAsBoolean());
          return held.get() || timer.isCompleted();
        });
    if (!timer.isCompleted()) {
      scope.cancel();
    }
    return held.get();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private Branch branch() {
    return branches.get();
  }

  private <T> Promise<T> perform(Step step, CapturedCall call) {
    String key = branch().path() + (step.name() == null ? call.method().getName() : step.name());
    if (!keys.add(key)) {
      throw new IllegalStateException(
          "The step " + key + " exists already in this run: give it a name or a scope");
    }
    try {
      return send(placement.stub(step, key), call);
    } catch (ApplicationFailure e) {
      return Workflow.newFailedPromise(e); // an argument that cannot be sent
    }
  }

  @SuppressWarnings("unchecked") // the method's own return type is what is read
  private static <T> Promise<T> send(ActivityStub stub, CapturedCall call) {
    Method method = call.method();
    Class<T> type =
        (Class<T>) (method.getReturnType() == void.class ? Void.class : method.getReturnType());
    return stub.executeAsync(
        WireNames.activity(method),
        type,
        type == Void.class ? Void.class : method.getGenericReturnType(),
        call.args().toArray());
  }
}
