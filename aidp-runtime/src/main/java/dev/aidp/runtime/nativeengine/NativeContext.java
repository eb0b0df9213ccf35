package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Keys;
import dev.aidp.workflows.wire.Versions;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port, for one program. */
final class NativeContext implements WorkflowContext {

  private final Program program;

  NativeContext(Program program) {
    this.program = program;
  }

  @Override
  public String runId() {
    return program.runId();
  }

  @Override
  public Instant now() {
    return program.now();
  }

  @Override
  public <A> A steps(Class<A> activities, Step kind) {
    return CapturedCall.proxy(
        activities, (self, method, args) -> step(kind, activities, CapturedCall.of(method, args)));
  }

  private @Nullable Object step(Step step, Class<?> activities, CapturedCall call) {
    Method method = call.method();
    String name = step.name() == null ? method.getName() : step.name();
    return performed(
        new Request.OfStep(
            Keys.in(strand().scope, name),
            WireNames.activity(activities, method),
            step,
            method.getGenericReturnType(),
            Wire.args(method, call.args()),
            null),
        method.getReturnType());
  }

  @Override
  public <T> T step(Step step, Class<T> type, Callable<? extends T> body) {
    return lambda(step.lambda(), type, type, runs -> Wire.sent(body.call(), type));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // it is read as a T; null is what it may return
  <T> T lambda(Step step, Class<?> type, Type generic, Request.Lambda lambda) {
    String key = Keys.in(strand().scope, String.valueOf(step.name()));
    return (T) performed(new Request.OfStep(key, Request.LAMBDA, step, generic, "", lambda), type);
  }

  private @Nullable Object performed(Request.OfStep request, Class<?> type) {
    WorkflowThread strand = strand();
    if (strand.captured != null) {
      strand.captured.add(request);
      return CapturedCall.blank(type);
    }
    return this.<@Nullable Object>later(request).get();
  }

  private <T> NativePromise<T> later(Request.OfStep request) {
    return new NativePromise<>(this, program.request(request), request.returns());
  }

  @Override
  public <T> Promise<T> start(Supplier<T> oneCall) {
    return later(only(oneCall));
  }

  private Request.OfStep only(Supplier<?> oneCall) {
    WorkflowThread strand = strand();
    if (strand.captured != null) {
      throw new IllegalStateException("A step's call must not start another one.");
    }
    List<Request.OfStep> calls = new ArrayList<>();
    strand.captured = calls;
    try {
      var unused = oneCall.get();
    } finally {
      strand.captured = null;
    }
    if (calls.size() != 1) {
      throw new IllegalStateException(
          "Exactly one step's call is expected here, not " + calls.size() + ".");
    }
    return calls.get(0);
  }

  @Override
  public <T> Outcome<T> until(BooleanSupplier stop, Supplier<T> oneCall) {
    Request.OfStep request = only(oneCall);
    if (stop.getAsBoolean()) {
      return new Outcome.Failed<>(Failure.of(FailureKind.CANCELLED, "was stopped"));
    }
    NativePromise<T> step = later(request);
    if (request.step().stoppable()) {
      await(() -> step.done() || stop.getAsBoolean());
      step.cancel();
    }
    return step.outcome();
  }

  @Override
  public <T> Promise<T> async(String scope, Supplier<T> body) {
    NativeAsync<T> result = new NativeAsync<>(this);
    program.strand(Keys.in(strand().scope, scope), () -> result.outcome = Outcome.of(body));
    return result;
  }

  @Override
  public <T> T scope(String name, Supplier<T> body) {
    WorkflowThread strand = strand();
    String outer = strand.scope;
    strand.scope = Keys.in(outer, name);
    try {
      return body.get();
    } finally {
      strand.scope = outer;
    }
  }

  @Override
  public <W> Child<W> child(Class<W> workflow, String id) {
    return new NativeChild<>(this, program, workflow, Keys.checked(id));
  }

  /** Keys of signals to children begin with a name, so others begin with a slash. */
  @Override
  public <W> void signal(String runId, Class<W> workflow, Consumer<W> call) {
    strand();
    send(runId, "/" + runId, CapturedCall.of(workflow, call));
  }

  void send(String runId, String to, CapturedCall made) {
    String key = to + "/" + program.count("signal " + to);
    Pending sent =
        program.request(
            new Request.OfSignal(
                key,
                WireNames.signal(made.method()),
                runId,
                Wire.sent(made.method(), made.args())));
    await(sent::answered);
  }

  @Override
  public void await(BooleanSupplier condition) {
    strand().await(condition);
  }

  @Override
  public boolean await(Duration limit, BooleanSupplier condition) {
    WorkflowThread strand = strand();
    if (condition.getAsBoolean() || limit.isNegative() || limit.isZero()) {
      return condition.getAsBoolean();
    }
    Pending timer = requestTimer(strand, limit);
    strand.await(() -> timer.answered() || condition.getAsBoolean());
    timer.stop();
    return condition.getAsBoolean();
  }

  private Pending requestTimer(WorkflowThread strand, Duration limit) {
    String timers = Keys.in(strand.scope, "timer");
    return program.request(
        new Request.OfTimer(timers + "-" + program.count(timers), program.now().plus(limit)));
  }

  @Override
  public Promise<?> timer(Duration time) {
    WorkflowThread strand = strand();
    boolean passed = time.isNegative() || time.isZero();
    return new NativeTimer(this, passed ? null : requestTimer(strand, time));
  }

  @Override
  public <W> void continueAsNew(Class<W> workflow, Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    Method method = WireNames.workflowMethod(workflow);
    if (!made.method().equals(method) || !program.is(WireNames.workflowType(workflow))) {
      throw new IllegalStateException(
          "Run %s goes on as new by its own workflow method, not by %s of %s."
              .formatted(runId(), made.method().getName(), workflow.getSimpleName()));
    }
    program.beginAnew(Wire.sent(method, made.args()));
  }

  @Override
  public Map<String, String> memo() {
    strand();
    return program.memo();
  }

  @Override
  public void attributes(Map<String, String> attributes) {
    Labels labels = Labels.NONE.withAttributes(attributes);
    if (!attributes.isEmpty()) {
      Step set = Step.quick().named("attributes-" + program.count("attributes"));
      var unused =
          this.<Object>lambda(set, Map.class, Map.class, runs -> set(runs, labels.attributes()));
    }
  }

  private String set(Runs runs, Map<String, String> attributes) {
    runs.journal().setAttributes(runId(), attributes);
    return Wire.json(attributes);
  }

  @Override
  public UUID uuid() {
    strand();
    return program.draws().uuid();
  }

  @Override
  public RandomGenerator random() {
    strand();
    return program.draws().random();
  }

  @Override
  public int version(String change, int min, int max) {
    Versions.check(change, min, max);
    strand();
    return program.draws().version(Keys.checked(change), min, max, program.now());
  }

  @Override
  public Logger logger() {
    return SilentLogger.of(LoggerFactory.getLogger(program.name()), program::replaying);
  }

  WorkflowThread strand() {
    WorkflowThread strand = WorkflowThread.current(program);
    if (strand == null) {
      throw new IllegalStateException(
          "Only the threads of run " + runId() + " may use its context.");
    }
    return strand;
  }
}
