package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.Update;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One run: its record in the registry, and what its engine knows of it. */
final class DefaultRunHandle extends Steering {

  private final RunRegistry registry;
  private final Engines engines;
  private final RunViewLoader views;

  DefaultRunHandle(String id, Parts parts) {
    super(id, parts);
    this.registry = parts.registry();
    this.engines = parts.engines();
    this.views = new RunViewLoader(engines, parts.ledger());
  }

  @Override
  public RunView view() {
    return view(run());
  }

  RunView view(RunRecord run) {
    return run.finished() == null
        ? views.view(typed(run))
        : Wire.read(run.finished(), RunView.class);
  }

  /** Keeps its last document if it has ended. */
  void keepEnd() {
    var unused = settled();
  }

  /** Returns its view, which is kept if it has ended. */
  private RunView settled() {
    RunRecord run = run();
    RunView view = view(run);
    return view.ended() ? kept(run, view) : view;
  }

  /** Likewise for whoever has heard of its end: meanwhile it may go on as new, or be pruned. */
  private RunView settled(RunRecord heard, Outcome<?> outcome) {
    RunRecord run =
        registry.find(id()).filter(known -> known.generation() == heard.generation()).orElse(heard);
    return kept(run, run.finished() == null ? views.ended(typed(run), outcome) : view(run));
  }

  /** Keeps the last document of a run, and releases what it held. */
  private RunView kept(RunRecord run, RunView last) {
    if (run.finished() == null && registry.finish(run, Wire.json(last))) {
      parts.ledger().release(id());
    }
    int now = registry.find(id()).map(RunRecord::generation).orElse(run.generation());
    if (now == run.generation()) {
      engines.rest(engines.place(run));
    }
    return last;
  }

  @Override
  public RunView lastKnown() {
    try {
      return view();
    } catch (UnusableException e) {
      return RunViewLoader.unknown(run(), e);
    }
  }

  @Override
  public List<HistoryEntry> history() {
    RunRecord run = run();
    engines.condition(run); // says so if it is elsewhere
    return engine(run).history(run.engineId());
  }

  @Override
  public EventSubscription events(String after, Consumer<RunEvent> listener, Executor executor) {
    RunRecord run = run();
    engines.condition(run);
    EventCursor cursor = EventCursor.of(after);
    if (cursor.generation() > run.generation()) {
      throw new IllegalArgumentException("'%s' is a cursor of another run.".formatted(after));
    }
    return parts.events().begin(id(), new Recorded(run.engine()), cursor, listener, executor);
  }

  /** Its events where they are recorded. */
  private final class Recorded implements EventSubscription.Source {

    private final String engine;

    Recorded(String engine) {
      this.engine = engine;
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
      return RunRegistry.engineId(id(), generation);
    }

    @Override
    public EventSubscription.Changed changed() {
      return engine.equals(Engines.NATIVE)
          ? parts.events().changes()
          : EventSubscription.Changed.UNKNOWN;
    }
  }

  @Override
  public Map<String, Path> logs() {
    return typed(run()).logs(new Logs(parts.layout().logs(id())), this::lastKnown);
  }

  @Override
  public ArtifactStore artifacts() {
    return parts.artifacts();
  }

  @Override
  public boolean adopt() {
    if (run().finished() == null) {
      parts.layout().demandWork();
    }
    return takeOver();
  }

  /** Goes on with it if nobody does; to end it, no more is needed. */
  @Override
  boolean takeOver() {
    RunRecord run = run();
    if (run.finished() != null) {
      return false;
    }
    TypedRun typed = typed(run);
    if (!typed.workable()) {
      return false;
    }
    Engines.Place place = engines.place(run);
    Engine.Condition condition = engines.condition(run);
    if (condition == Engine.Condition.ENDED) {
      keepEnd();
      return false;
    }
    if (condition == Engine.Condition.OWNED && !engines.works(place)) {
      return false; // a worker of this process would take turns that end when it does
    }
    Engine engine = engines.working(place);
    if (condition == Engine.Condition.ABSENT) {
      typed.start(engine);
    } else if (!engine.adopt(run.engineId())) {
      return false;
    }
    parts
        .ends()
        .follow(
            run.engineId(),
            () -> RunViewLoader.outcome(engine, typed),
            outcome -> settled(run, outcome));
    return true;
  }

  @Override
  public CompletableFuture<RunView> ended() {
    RunRecord run = run();
    if (run.finished() != null) {
      return CompletableFuture.completedFuture(view());
    }
    Engine engine = engine(run);
    // Not on the engine's own thread: a close waits for that, and whoever hears of the end may
    // close.
    return parts
        .ends()
        .of(run.engineId())
        .orElseGet(
            () ->
                RunViewLoader.outcome(engine, typed(run))
                    .thenApplyAsync(outcome -> settled(run, outcome)));
  }

  @Override
  public <R> CompletableFuture<R> result(Class<R> type) {
    RunRecord run = run();
    return engine(run).result(run.engineId(), type).thenApplyAsync(Outcome::orThrow);
  }

  @Override
  public Receipt signal(String name, String args) {
    RunRecord run = run();
    engines.condition(run); // says so if it is elsewhere
    boolean sent = run.finished() == null && engine(run).signal(run.engineId(), name, args);
    return sent ? Receipt.accepted("The signal " + name + " is sent.") : unchanged();
  }

  @Override
  public <W> Receipt signal(Class<W> workflow, Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    return signal(WireNames.signal(made.method()), Wire.args(made.method(), made.args()));
  }

  @Override
  public CompletableFuture<String> update(String name, String args, UpdateOptions options) {
    return updated(new Update(options.id(), name, args), options.waits());
  }

  @Override
  public <W, R> CompletableFuture<R> update(
      Class<W> workflow, Function<W, R> call, UpdateOptions options) {
    CapturedCall made = Update.call(workflow, call);
    return updated(Update.of(options.id(), made), options.waits())
        .thenApply(json -> Wire.read(json, made.method().getGenericReturnType()));
  }

  private CompletableFuture<String> updated(Update update, boolean waits) {
    RunRecord run = run();
    Engine.Condition condition = engines.condition(run);
    if (condition == Engine.Condition.ABSENT) {
      takeOver(); // its starter died between registering and starting it
    } else if (condition == Engine.Condition.ORPHANED && !waits) {
      return CompletableFuture.failedFuture(
          new UnusableException(
              "Nobody works on the run '%s', so the update '%s' would wait; it is not sent."
                  .formatted(id(), update.name()),
              "Go on with the run, or wait."));
    }
    return engine(run).update(run.engineId(), update).thenApplyAsync(Outcome::orThrow);
  }

  @Override
  public String query(String name, String args) {
    RunRecord run = run();
    engines.condition(run);
    return engine(run).query(run.engineId(), name, args);
  }

  @Override
  public <W, S> S query(Class<W> workflow, Function<W, S> query) {
    RunRecord run = run();
    engines.condition(run);
    return engine(run).query(run.engineId(), workflow, query);
  }

  @Override
  public Receipt rollback(String checkpoint) {
    return typed(run())
        .refused("is not rolled back")
        .orElseGet(
            () -> {
              RunView view = settledForWork();
              return new Rollback(new Repository(parts.layout()), registry)
                  .perform(run(), view, checkpoint);
            });
  }

  @Override
  public Receipt retry(List<String> units) {
    return typed(run())
        .refused("is not retried; start it with another id")
        .orElseGet(
            () -> {
              RunView view = settledForWork();
              RunRecord run = run();
              return new Retry(engine(run), registry).perform(typed(run), view, units);
            });
  }

  /** Its last document is then known. */
  private RunView settledForWork() {
    parts.layout().demandWork();
    return settled();
  }
}
