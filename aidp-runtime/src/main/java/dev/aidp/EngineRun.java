package dev.aidp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Primitives;
import dev.aidp.activity.Printed;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.Update;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import dev.aidp.workloop.Checkpoint;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the engine of a run tells of it and takes for it, wherever the run was found. */
abstract class EngineRun implements RunHandle {

  private final String id;
  private final Whereabouts engines;
  private final EventSubscription.All events;

  EngineRun(String id, Whereabouts engines, EventSubscription.All events) {
    this.id = id;
    this.engines = engines;
    this.events = events;
  }

  @Override
  public String id() {
    return id;
  }

  /** Returns what is known of it now. */
  abstract RunRecord run();

  /** Goes on with it if nobody does; to end it, no more is needed. */
  abstract boolean takeOver();

  final Engine engine(RunRecord run) {
    return engines.at(run);
  }

  final Engine.Condition condition(RunRecord run) {
    return engines.condition(run);
  }

  final TypedRun typed(RunRecord run) {
    return TypedRun.of(run, engines::workflow);
  }

  @Override
  public List<HistoryEntry> history() {
    RunRecord run = run();
    condition(run); // says so if it is elsewhere
    return engine(run).history(run.engineId());
  }

  @Override
  public List<Checkpoint> checkpoints(@Nullable String unit) {
    RunRecord run = run();
    condition(run);
    return new Checkpoints(typed(run), engine(run), view()).all(unit);
  }

  @Override
  public List<FeatureCheckpoint> wholeCheckpoints() {
    RunRecord run = run();
    condition(run);
    return typed(run).whole(engine(run));
  }

  @Override
  public Map<String, Printed> printing() {
    RunRecord run = run();
    Map<String, Printed> printing = new LinkedHashMap<>();
    engine(run).printing(run.engineId()).forEach(one -> printing.put(Logs.name(one.file()), one));
    return printing;
  }

  @Override
  public EventSubscription events(String after, Consumer<RunEvent> listener, Executor executor) {
    RunRecord run = run();
    condition(run);
    EventCursor cursor = EventCursor.of(after);
    if (cursor.generation() > run.generation()) {
      throw EventCursor.wrong("'%s' is a cursor of another run.".formatted(after));
    }
    return events.begin(id, new Recorded(run), cursor, listener, executor);
  }

  /** Its events where they are recorded. */
  private final class Recorded implements EventSubscription.Source {

    private final RunRecord found;

    Recorded(RunRecord found) {
      this.found = found;
    }

    @Override
    public int generation() {
      return run().generation();
    }

    @Override
    public List<HistoryEntry> history(String engineId, Predicate<String> without) {
      return engine(run()).history(engineId, without);
    }

    @Override
    public String engineId(int generation) {
      return RunRegistry.engineId(found.id(), generation);
    }

    @Override
    public EventSubscription.Changed changed() {
      return found.engine().equals(Engines.NATIVE)
          ? events.changes()
          : EventSubscription.Changed.UNKNOWN;
    }
  }

  @Override
  public <R> CompletableFuture<R> result(Class<R> type) {
    RunRecord run = run();
    return engine(run).result(run.engineId(), type).thenApply(Outcome::orThrow);
  }

  /** Returns the same of a type that may have parameters. */
  @SuppressWarnings("unchecked") // the class of R is R's
  final <R> CompletableFuture<R> returned(Type type) {
    return type instanceof Class<?> plain
        ? result((Class<R>) Primitives.wrap(plain))
        : result(JsonNode.class).thenApply(json -> Wire.read(json.toString(), type));
  }

  @Override
  public Receipt signal(String name, String args) {
    String sends = array(args);
    RunRecord run = run();
    condition(run); // says so if it is elsewhere
    boolean sent = run.finished() == null && engine(run).signal(run.engineId(), name, sends);
    return sent ? Receipt.accepted("The signal " + name + " is sent.") : unchanged();
  }

  @Override
  public <W> Receipt signal(Class<W> workflow, Consumer<W> call) {
    CapturedCall made = meant(workflow, () -> CapturedCall.of(workflow, call));
    String name = meant(workflow, () -> WireNames.signal(made.method()));
    return signal(name, Wire.args(made.method(), made.args()));
  }

  /** Returns what is made of somebody's call; one that cannot be meant is wrong usage. */
  static <T> T meant(Class<?> workflow, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()),
          workflow.getName(),
          "Make one call of a method of the workflow that is annotated as that.");
    }
  }

  private static String array(String args) {
    try {
      if (Wire.tree(args).isArray()) {
        return args;
      }
    } catch (IllegalArgumentException e) {
      // no JSON at all
    }
    throw new UsageException(
        "'%s' is no JSON array of arguments.".formatted(args), "args", "Give one, such as [].");
  }

  final Receipt unchanged() {
    return new Receipt(
        Receipt.Outcome.ENDED,
        "The run '%s' is %s; nothing was changed.".formatted(id, view().state().wireName()));
  }

  @Override
  public CompletableFuture<String> update(String name, String args, UpdateOptions options) {
    return updated(new Update(options.id(), name, array(args)), options.waits());
  }

  @Override
  public <W, R> CompletableFuture<R> update(
      Class<W> workflow, Function<W, R> call, UpdateOptions options) {
    CapturedCall made = meant(workflow, () -> CapturedCall.returning(workflow, call));
    Update update = meant(workflow, () -> Update.of(options.id(), made));
    return updated(update, options.waits())
        .thenApply(json -> Wire.read(json, made.method().getGenericReturnType()));
  }

  private CompletableFuture<String> updated(Update update, boolean waits) {
    RunRecord run = run();
    Engine.Condition condition = condition(run);
    if (condition == Engine.Condition.ABSENT) {
      takeOver(); // its starter died between registering and starting it
    } else if (condition == Engine.Condition.ORPHANED && !waits) {
      return CompletableFuture.failedFuture(
          new UnusableException(
              "Nobody works on the run '%s', so the update '%s' would wait; it is not sent."
                  .formatted(id, update.name()),
              "Go on with the run, or wait."));
    }
    return engine(run).update(run.engineId(), update).thenApply(Outcome::orThrow);
  }

  @Override
  public String query(String name, String args) {
    RunRecord run = run();
    condition(run);
    return engine(run).query(run.engineId(), name, array(args));
  }

  @Override
  public <W, S> S query(Class<W> workflow, Function<W, S> query) {
    RunRecord run = run();
    condition(run);
    return engine(run).query(run.engineId(), workflow, query);
  }
}
