package dev.aidp.workflows.temporal;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Keys;
import dev.aidp.workflows.wire.Versions;
import dev.aidp.workflows.wire.WireNames;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Async;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowThreadLocal;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The port over Temporal's workflow API: history is the journal. One object serves one run (or one
 * replay of it).
 */
final class TemporalWorkflowContext implements WorkflowContext {

  /** How long a place is held that no step needs. */
  private static final Duration HELD_IDLE = Duration.ofMinutes(1);

  /** A service ends a run with 51,200 events; its worker replays all of them after a restart. */
  private static final long MANY_EVENTS = 10_000;

  private final Placement placement;
  private final Class<?> type;
  private final Set<String> keys = new LinkedHashSet<>();
  private final Map<Long, Callable<?>> lambdas = new LinkedHashMap<>();
  private final Map<String, TemporalChild<?>> children = new LinkedHashMap<>();
  private final TakenParts taken = new TakenParts(this);
  private final HostAffinity.Epochs epochs = new HostAffinity.Epochs();
  private final WorkflowThreadLocal<Branch> branches =
      WorkflowThreadLocal.withCachedInitial(Branch::first);

  /** Whose place is not needed any more, unless the run ends now, which lets it go by itself. */
  private @Nullable HostAffinity unneeded;

  TemporalWorkflowContext(Placement placement, Class<?> type) {
    this.placement = placement;
    this.type = type;
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
          String name = kind.name() == null ? method.getName() : kind.name();
          CapturedCall call = CapturedCall.of(method, args);
          return performed(
              new Branch.Noted(kind, branch().key(name), stub -> send(stub, activities, call)),
              method.getReturnType());
        });
  }

  @Override
  public <T> T step(Step step, Class<T> type, Callable<? extends T> body) {
    return lambda(step.lambda(), type, type, body);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // it is read as a T; null is what it may return
  <T> T lambda(Step step, Class<?> type, Type generic, Callable<? extends T> body) {
    String key = branch().key(String.valueOf(step.name()));
    return (T)
        performed(new Branch.Noted(step, key, stub -> send(stub, type, generic, body)), type);
  }

  private @Nullable Object performed(Branch.Noted step, Class<?> type) {
    return branch().note(step) ? CapturedCall.blank(type) : perform(step).get();
  }

  @Override
  public <T> Promise<T> start(Supplier<T> oneCall) {
    Branch.Noted noted = branch().noted(oneCall);
    return perform(noted);
  }

  @Override
  public <T> Outcome<T> until(BooleanSupplier stop, Supplier<T> oneCall) {
    Branch.Noted noted = branch().noted(oneCall);
    if (stop.getAsBoolean()) {
      return new Outcome.Failed<>(
          Failure.of(FailureKind.CANCELLED, "It was stopped before it began."));
    }
    TemporalPromise<T> step = perform(noted);
    if (noted.step().stoppable()) {
      Workflow.await(() -> step.done() || stop.getAsBoolean());
      step.cancel();
    }
    return step.outcome();
  }

  @Override
  @SuppressWarnings("unchecked") // an id is used for one workflow interface, which is checked
  public <W> Child<W> child(Class<W> workflow, String id) {
    TemporalChild<?> child =
        children.computeIfAbsent(
            Keys.checked(id), i -> new TemporalChild<>(this, workflow, runId() + "/" + i));
    if (child.type() != workflow) {
      throw new IllegalStateException(
          "The child " + child.runId() + " is a " + child.type().getSimpleName());
    }
    return (Child<W>) child;
  }

  @Override
  public <W> void signal(String runId, Class<W> workflow, Consumer<W> call) {
    TemporalChild.send(runId, CapturedCall.of(workflow, call));
  }

  @Override
  public <T> Promise<T> async(String scope, Supplier<T> body) {
    String path = branch().key(scope);
    HostAffinity host = branch().host();
    io.temporal.workflow.Promise<Outcome<T>> running =
        Async.function(
            () -> {
              branches.set(new Branch(path, host));
              return Outcome.of(body);
            });
    return new AsyncPromise<>(new TemporalPromise<>(this, running, null));
  }

  /** The result of a thread, which has turned its failures into values already. */
  private record AsyncPromise<T>(TemporalPromise<Outcome<T>> running) implements Promise<T> {

    @Override
    public boolean done() {
      return running.done();
    }

    @Override
    public Outcome<T> outcome() {
      return running.get();
    }

    @Override
    public void cancel() {
      // Its own steps are its own affair.
    }

    @Override
    public WorkflowContext context() {
      return running.context();
    }
  }

  @Override
  public <T> T scope(String name, Supplier<T> body) {
    return branch().within(name, body);
  }

  @Override
  public <T> T onOneHost(Step.Weight weight, Supplier<T> body) {
    if (branch().host() != null || !placement.moves()) {
      return body.get();
    }
    HostAffinity host = new HostAffinity(placement, weight, epochs);
    try {
      return branch().on(host, body);
    } finally {
      goesOn();
      if (branch().main()) {
        unneeded = host;
      } else {
        host.leave();
      }
    }
  }

  /** The run does not end yet: a place that it does not need is for others. */
  void goesOn() {
    HostAffinity host = unneeded;
    unneeded = null;
    if (host != null) {
      host.leave();
    }
  }

  /** Whoever waits for long, for a person for instance, keeps no place from others meanwhile. */
  @Override
  public void await(BooleanSupplier condition) {
    goesOn();
    HostAffinity host = branch().host();
    if (host != null && host.idle() && !awaited(HELD_IDLE, condition)) {
      host.leave();
    }
    Workflow.await(condition::getAsBoolean);
  }

  /**
   * Not the SDK's timed await: that leaves its timer running, and each such timer wakes the run up
   * for nothing.
   */
  @Override
  public boolean await(Duration limit, BooleanSupplier condition) {
    goesOn();
    HostAffinity host = branch().host();
    if (host != null
        && host.idle()
        && limit.compareTo(HELD_IDLE) > 0
        && !condition.getAsBoolean()) {
      host.leave();
    }
    return awaited(limit, condition);
  }

  private boolean awaited(Duration limit, BooleanSupplier condition) {
    if (condition.getAsBoolean() || limit.isNegative() || limit.isZero()) {
      return condition.getAsBoolean();
    }
    Promise<?> timer = timer(limit);
    AtomicBoolean held = new AtomicBoolean();
    Workflow.await(
        () -> {
          held.set(condition.getAsBoolean());
          return held.get() || timer.done();
        });
    timer.cancel();
    return held.get();
  }

  @Override
  public Promise<?> timer(Duration time) {
    goesOn();
    return new TemporalTimer(this, time);
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  @Override
  public <W> void continueAsNew(Class<W> workflow, Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    if (workflow != type || !made.method().equals(WireNames.workflowMethod(workflow))) {
      throw new IllegalStateException(
          "Run %s goes on as new by its own workflow method, not by %s of %s."
              .formatted(runId(), made.method().getName(), workflow.getSimpleName()));
    }
    List<String> goOn = new ArrayList<>();
    for (TemporalChild<?> child : children.values()) {
      if (child.underWay() && child.goingOn()) {
        goOn.add(child.runId());
      } else if (child.underWay()) {
        throw new IllegalStateException("The child " + child.runId() + " is still under way.");
      }
    }
    ContinueAsNewOptions.Builder options =
        ContinueAsNewOptions.newBuilder()
            .setMemo(memoOfThisRun(goOn))
            .setWorkflowTaskTimeout(Placement.WORKFLOW_TASK_TIMEOUT);
    SearchAttributes attributes = Workflow.getTypedSearchAttributes();
    if (attributes.size() > 0) {
      options.setTypedSearchAttributes(attributes);
    }
    Workflow.continueAsNew(options.build(), made.args().toArray());
  }

  @Override
  public boolean continueAsNewSuggested() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        || Workflow.getInfo().getHistoryLength() >= MANY_EVENTS;
  }

  TakenParts taken() {
    return taken;
  }

  Map<String, Object> memoOfChild() {
    return placement.memoOfChild();
  }

  private Map<String, Object> memoOfThisRun(List<String> goOn) {
    Map<String, Object> memo = new LinkedHashMap<>(RunPlace.current().memo());
    memo.putAll(RunMemo.of(runId(), RunMemo.current()));
    memo.putAll(epochs.memo());
    memo.putAll(TakenParts.memo(goOn));
    return memo;
  }

  @Override
  public Map<String, String> memo() {
    return RunMemo.current();
  }

  @Override
  public void attributes(Map<String, String> attributes) {
    if (!attributes.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(
          attributes.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(one -> SearchAttributeKey.forKeyword(one.getKey()).valueSet(one.getValue()))
              .toArray(SearchAttributeUpdate[]::new));
    }
  }

  @Override
  public UUID uuid() {
    return Workflow.randomUUID();
  }

  @Override
  public RandomGenerator random() {
    return Workflow.newRandom();
  }

  /**
   * The SDK is asked for any earlier version: what it says of one that is too early is hard to
   * read.
   */
  @Override
  public int version(String change, int min, int max) {
    Versions.check(change, min, max);
    int known = Workflow.getVersion(Keys.checked(change), Workflow.DEFAULT_VERSION, max);
    return Versions.supported(runId(), change, Math.max(0, known), min, max);
  }

  @Override
  public Logger logger() {
    return Workflow.getLogger(type);
  }

  private Branch branch() {
    return branches.get();
  }

  @SuppressWarnings("unchecked") // what it returns is what is read
  private <T> TemporalPromise<T> perform(Branch.Noted noted) {
    goesOn();
    String key = noted.key();
    if (!keys.add(key)) {
      throw new IllegalStateException(
          "The step " + key + " exists already in this run: give it a name or a scope");
    }
    Supplier<io.temporal.workflow.Promise<T>> sent =
        () -> (io.temporal.workflow.Promise<T>) sent(noted, key);
    return noted.step().stoppable()
        ? TemporalPromise.cancellable(this, sent)
        : new TemporalPromise<>(this, sent.get(), null);
  }

  private io.temporal.workflow.Promise<?> sent(Branch.Noted noted, String key) {
    HostAffinity host = branch().host();
    try {
      if (host != null && noted.step().kind() != Step.Kind.QUICK) {
        return host.perform(noted.step(), key, noted.send());
      }
      ActivityStub stub = placement.stub(noted.step(), key);
      return StepHeader.sending(noted.step(), () -> noted.send().apply(stub));
    } catch (ApplicationFailure e) {
      return Workflow.newFailedPromise(e); // an argument that cannot be sent
    }
  }

  /** The lambda is held until it is performed, by nobody else. */
  private <T> io.temporal.workflow.Promise<T> send(
      ActivityStub stub, Class<T> type, Type generic, Callable<?> body) {
    long ticket = Lambdas.ticket(body);
    lambdas.put(ticket, body);
    return stub.executeAsync(LambdaActivity.NAME, type, generic, ticket)
        .handle(
            (value, failure) -> {
              lambdas.remove(ticket);
              if (failure != null) {
                throw failure;
              }
              return value;
            });
  }

  @SuppressWarnings("unchecked") // the method's own return type is what is read
  private static <T> io.temporal.workflow.Promise<T> send(
      ActivityStub stub, Class<?> activities, CapturedCall call) {
    Method method = call.method();
    Class<T> type =
        (Class<T>) (method.getReturnType() == void.class ? Void.class : method.getReturnType());
    return stub.executeAsync(
        WireNames.activity(activities, method),
        type,
        type == Void.class ? Void.class : method.getGenericReturnType(),
        call.args().toArray());
  }
}
