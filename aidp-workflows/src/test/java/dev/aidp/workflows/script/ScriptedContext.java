package dev.aidp.workflows.script;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine of one thread: a step is performed at once, a child runs from start to end while its
 * parent waits, in a seeded order. Whoever waits for what nothing brings fails.
 */
public final class ScriptedContext implements WorkflowContext {

  private final String runId;
  private final World world;
  private final Random random;
  private final Deque<String> scopes = new ArrayDeque<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private final Deque<Runnable> events = new ArrayDeque<>();
  private final List<ScriptedChild<?, ?>> children = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private int largest;

  public ScriptedContext(String runId, World world, Random random) {
    this.runId = runId;
    this.world = world;
    this.random = random;
  }

  /** Something that happens when the run has nothing else to do but wait. */
  public void whenIdle(Runnable event) {
    events.add(event);
  }

  public List<String> keys() {
    return List.copyOf(keys);
  }

  /** The time-outs that nothing came before. */
  public List<Duration> waits() {
    return waits;
  }

  /** The longest argument or outcome of a step, each tree counted as a hash. */
  public int largest() {
    return largest;
  }

  private String json(Object value) {
    String json = Wire.json(value);
    String hashed = json.replaceAll("#?[a-z0-9]+(\\+[a-z0-9]+)+", "0".repeat(40));
    largest = Math.max(largest, hashed.length());
    return json;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public <A> A steps(Class<A> activities, Step kind) {
    return CapturedCall.proxy(activities, (self, method, args) -> perform(method, kind, args));
  }

  private Object perform(Method method, Step kind, Object[] args) throws Throwable {
    claim(kind.name() == null ? method.getName() : kind.name());
    try {
      Object[] given = throughJson(method, args);
      Object result =
          StepInfo.performing(
              new Performed(runId + ":" + method.getName()), () -> method.invoke(world, given));
      return result == null ? null : Wire.read(json(result), method.getGenericReturnType());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A step that nothing stops or repeats. */
  private record Performed(String key) implements StepInfo {

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void beat(Object details) {}

    @Override
    public <D> Optional<D> lastBeat(Class<D> type) {
      return Optional.empty();
    }
  }

  @Override
  public <T> T step(Step step, Class<T> type, Callable<? extends T> body) {
    claim(step.lambda().name());
    try {
      return body.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Object[] throughJson(Method method, Object[] args) {
    Object[] read = new Object[args.length];
    for (int i = 0; i < args.length; i++) {
      read[i] =
          args[i] == null ? null : Wire.read(json(args[i]), method.getGenericParameterTypes()[i]);
    }
    return read;
  }

  private void claim(String name) {
    String key = scopes.isEmpty() ? name : String.join("/", scopes) + "/" + name;
    if (!keys.add(key)) {
      throw new IllegalStateException("The key " + key + " is used twice");
    }
  }

  @Override
  public <W> Child<W> child(Class<W> workflow, String id) {
    claim("child:" + id);
    ScriptedContext inner = new ScriptedContext(runId + "/" + id, world, random);
    return new ScriptedChild<>(workflow, inner);
  }

  @Override
  public <W> void signal(String to, Class<W> workflow, Consumer<W> call) {
    world.told.add(to + " " + CapturedCall.of(workflow, call).args());
  }

  @Override
  public <T> Promise<T> start(Supplier<T> oneCall) {
    return new Ended<>(this, attempt(oneCall));
  }

  @Override
  public <T> Promise<T> async(String scope, Supplier<T> body) {
    // One thread cannot keep time beside itself; what a clock does is tested on a real engine.
    return scope.equals("clock")
        ? new Ended<>(this, new Outcome.Failed<>(Failure.of(FailureKind.CANCELLED, "no clock")))
        : new Ended<>(this, attempt(() -> scope(scope, body)));
  }

  @Override
  public <T> T scope(String name, Supplier<T> body) {
    scopes.addLast(name);
    try {
      return body.get();
    } finally {
      scopes.removeLast();
    }
  }

  @Override
  public <T> Outcome<T> until(BooleanSupplier stop, Supplier<T> oneCall) {
    return stop.getAsBoolean()
        ? new Outcome.Failed<>(Failure.of(FailureKind.CANCELLED, "stopped"))
        : attempt(oneCall);
  }

  private static <T> Outcome<T> attempt(Supplier<T> body) {
    try {
      return new Outcome.Ok<>(body.get());
    } catch (AidpException e) {
      return new Outcome.Failed<>(e.failure());
    }
  }

  @Override
  public void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (!happens()) {
        throw new AssertionError(runId + " waits for what nothing brings");
      }
    }
  }

  @Override
  public boolean await(Duration limit, BooleanSupplier condition) {
    Instant deadline = now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (!now().isBefore(deadline)) {
        return false;
      }
      if (!happens()) {
        waits.add(limit);
        world.now = deadline;
      }
    }
    return true;
  }

  private boolean happens() {
    List<ScriptedChild<?, ?>> waiting = children.stream().filter(child -> !child.done()).toList();
    boolean event = !events.isEmpty() && (waiting.isEmpty() || random.nextBoolean());
    if (event) {
      events.remove().run();
    } else if (!waiting.isEmpty()) {
      waiting.get(random.nextInt(waiting.size())).perform();
    }
    return event || !waiting.isEmpty();
  }

  @Override
  public Instant now() {
    return world.now;
  }

  @Override
  public Promise<?> timer(Duration time) {
    waits.add(time);
    world.now = now().plus(time);
    return new Ended<>(this, new Outcome.Ok<>(null));
  }

  @Override
  public <W> void continueAsNew(Class<W> workflow, Consumer<W> call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> memo() {
    return Map.of();
  }

  @Override
  public void attributes(Map<String, String> attributes) {}

  @Override
  public UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public int version(String change, int min, int max) {
    return max;
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger(ScriptedContext.class);
  }

  private record Ended<T>(WorkflowContext context, Outcome<T> outcome) implements Promise<T> {
    @Override
    public boolean done() {
      return true;
    }

    @Override
    public void cancel() {}
  }

  /** A child; what it is told before it runs it hears first. */
  private final class ScriptedChild<W, R> implements Child<W>, Promise<R> {

    private final ScriptedContext inner;
    private final W workflow;
    private Function<W, R> call;
    private Outcome<R> outcome;

    ScriptedChild(Class<W> type, ScriptedContext inner) {
      this.inner = inner;
      WorkflowDefinition<?> definition =
          Workflows.definitions().stream()
              .filter(each -> each.type() == type)
              .findFirst()
              .orElseThrow();
      this.workflow = type.cast(definition.factory().apply(inner));
    }

    @Override
    public String runId() {
      return inner.runId;
    }

    @Override
    @SuppressWarnings("unchecked") // a workflow has one method
    public <S> Promise<S> start(Function<W, S> oneCall) {
      call = (Function<W, R>) oneCall;
      children.add(this);
      world.childStarted(inner.runId);
      return (Promise<S>) this;
    }

    void perform() {
      outcome = attempt(() -> call.apply(workflow));
      world.childEnded(inner.runId);
    }

    @Override
    public <S> S query(Function<W, S> question) {
      return question.apply(workflow);
    }

    @Override
    public void signal(Consumer<W> message) {
      message.accept(workflow);
    }

    @Override
    public boolean done() {
      return outcome != null;
    }

    @Override
    public Outcome<R> outcome() {
      await(this::done);
      return outcome;
    }

    @Override
    public void cancel() {}

    @Override
    public WorkflowContext context() {
      return ScriptedContext.this;
    }
  }
}
