package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.hub.HubBranches;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.HeldProcesses;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Budget;
import dev.aidp.run.Count;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: its record in the registry, and what its engine knows of it. */
class DefaultRunHandle extends Steering {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultRunHandle.class);

  /** What a handle works with, the same for each run. */
  record Parts(
      RunRegistry registry,
      Engines engines,
      Layout layout,
      Budgets budgets,
      Secrets secrets,
      Ends ends,
      EventSubscription.All events,
      ArtifactStore artifacts) {}

  private final Parts parts;
  private final RunRegistry registry;
  private final Engines engines;
  private final RunViewLoader views;
  private final Fork fork;

  DefaultRunHandle(String id, Parts parts, Fork fork) {
    super(id, parts.engines(), parts.events(), parts.secrets());
    this.fork = fork;
    this.parts = parts;
    this.registry = parts.registry();
    this.engines = parts.engines();
    this.views = new RunViewLoader(engines, parts.budgets());
  }

  @Override
  RunRecord run() {
    return registry.find(id()).orElseThrow(() -> NotFoundException.run(id()));
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
    if (run.finished() == null) {
      followBranches(run);
    }
    if (run.finished() == null && registry.finish(run, Wire.json(last))) {
      release(run);
    }
    return last;
  }

  /** Whoever keeps its ledger looks by itself, too, if this cannot be said now. */
  private void release(RunRecord run) {
    processes().let(id());
    try {
      parts.budgets().release(run);
    } catch (UnusableException e) {
      LOG.debug("The ledger of {} is not told of its end: {}", run.id(), e.toString());
    }
  }

  /** What its workers have published elsewhere is to be found here, too. */
  private void followBranches(RunRecord run) {
    elsewhere(run).ifPresent(branches -> branches.follow(run.id(), new Repository(parts.layout())));
  }

  private Optional<HubBranches> elsewhere(RunRecord run) {
    return engines.hub().filter(hub -> run.engine().equals(Engines.TEMPORAL)).map(Hub::branches);
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
  public Map<String, Path> logs() {
    return typed(run()).logs(new Logs(parts.layout().logs(id())), this::lastKnown);
  }

  @Override
  public Map<String, Path> wholeLogs() {
    RunRecord run = run();
    Path whole = parts.layout().logs(id()).resolve("whole");
    Optional<Hub> hub = engines.hub().filter(at -> run.engine().equals(Engines.TEMPORAL));
    if (hub.isEmpty()) {
      return logs();
    }
    try {
      hub.get().logs().gather(id(), whole);
      return typed(run).logs(new Logs(whole), this::lastKnown);
    } catch (UnusableException e) {
      LOG.warn("{} {}", e.getMessage(), e.remedy());
      return logs();
    }
  }

  @Override
  public Receipt pauseNow() {
    Receipt receipt = pause();
    if (!receipt.changed()) {
      return receipt;
    }
    HeldProcesses.Held held = processes().hold(id());
    String words =
        "It takes no further turn; held on this machine: %s."
            .formatted(Count.of(held.programs(), "program"));
    return Receipt.accepted(
        held.free() == 0
            ? words
            : words + " %d could not be held; say it again.".formatted(held.free()));
  }

  /** What is held at its start would wait, and nothing of it ends. */
  @Override
  public Receipt cancel() {
    processes().let(id());
    return super.cancel();
  }

  /** Who hears of its end keeps the last document; nobody does where nobody works on it. */
  @Override
  boolean terminated(RunRecord run) {
    if (condition(run) == Engine.Condition.ABSENT && !takeOver()) {
      var unused = settled(run, new Outcome.Failed<>(Engine.TERMINATED)); // it never began
      return true;
    }
    boolean open = super.terminated(run);
    if (condition(run) == Engine.Condition.ENDED) {
      keepEnd();
    }
    return open;
  }

  @Override
  public Receipt resume() {
    return released(super.resume());
  }

  @Override
  public Receipt resume(Budget raised) {
    RunRecord run = run();
    if (run.finished() == null) {
      var unused = parts.budgets().raise(run, raised);
    }
    return released(resumed("It goes on, with the budget raised."));
  }

  private Receipt released(Receipt receipt) {
    processes().release(id());
    return receipt;
  }

  private HeldProcesses processes() {
    return new HeldProcesses(parts.layout().processes());
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

  @Override
  boolean reached() {
    return true;
  }

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
    Engine.Condition condition = condition(run);
    if (condition == Engine.Condition.ENDED) {
      keepEnd();
      return false;
    }
    if (condition == Engine.Condition.OWNED && !engines.works(place)) {
      return false; // a worker of this process would take turns that end when it does
    }
    typed.settings().ifPresent(settings -> engines.bear(settings.limits().maxParallel()));
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
    return parts
        .ends()
        .of(run.engineId())
        .orElseGet(
            () ->
                RunViewLoader.outcome(engine, typed(run))
                    .thenApply(outcome -> settled(run, outcome)));
  }

  /** Where its end is followed here, its last document is kept by then: who hears may close. */
  @Override
  public <R> CompletableFuture<R> result(Class<R> type) {
    CompletableFuture<R> result = super.result(type);
    return parts
        .ends()
        .of(run().engineId())
        .map(kept -> kept.handle((view, e) -> view).thenCompose(view -> result))
        .orElse(result);
  }

  @Override
  public Receipt rollback(String checkpoint) {
    return typed(run())
        .refused("is not rolled back")
        .orElseGet(
            () -> {
              RunView view = settledForWork();
              return checkpoint.equals(Rollback.MERGE)
                  ? new Rollback(new Repository(parts.layout()), registry, elsewhere(run()))
                      .perform(run(), view)
                  : past(run(), view).rollback(registry, checkpoint);
            });
  }

  @Override
  public RunHandle fork(
      String checkpoint,
      StartOptions options,
      UnaryOperator<RunSettings> change,
      @Nullable PlanSource plan) {
    parts.layout().demandWork();
    RunRecord run = run();
    typed(run)
        .refused("is not forked")
        .ifPresent(
            no -> {
              throw new UsageException(no.text(), "id", "Start another one.");
            });
    return past(run, view(run)).fork(fork, new Fork.Asked(checkpoint, options, change, plan));
  }

  @Override
  public byte[] diff(DiffOptions options) {
    RunRecord run = run();
    return past(run, view(run)).diff(options);
  }

  @Override
  public Receipt keep() {
    RunView view = settledForWork();
    RunRecord run = run();
    return past(run, view).keep(parts.artifacts());
  }

  @Override
  public Optional<String> plan() {
    RunRecord run = run();
    return typed(run).plan(engine(run)).map(parts.artifacts()::text);
  }

  private PastIterations past(RunRecord run, RunView view) {
    return new PastIterations(typed(run), engine(run), view, parts.layout(), engines.hub());
  }

  @Override
  public Receipt retry(List<String> units) {
    RunView view = settledForWork();
    RunRecord run = run();
    return new Retry(engine(run), registry::advance).perform(typed(run), view, units);
  }

  /** Its last document is then known. */
  private RunView settledForWork() {
    parts.layout().demandWork();
    return settled();
  }
}
