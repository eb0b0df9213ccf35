package dev.aidp;

import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.request.RequestResolver;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.evidence.Verification;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Limits;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tuning;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The Aidp of a repository on this machine. */
final class LocalAidp implements Aidp {

  private static final String DRAINS = "It is draining: it takes nothing new.";

  private final Layout layout;
  private final Path place;
  private final Database database;
  private final RunRegistry registry;
  private final AidpOptions options;
  private final AidpOptions.ForAgents agents;
  private final Extensions extensions;
  private final Engines engines;
  private final RunFactory starts;
  private final Fork fork;
  private final RunList list;
  private final Takeover takeover;
  private final Pruning pruning;
  private final ContentStore artifacts;
  private final Ends ends = new Ends();
  private final EventSubscription.All events;
  private final DefaultRunHandle.Parts parts;
  private volatile boolean closed;
  private volatile Engines.@Nullable Place working;
  private volatile boolean draining;

  private LocalAidp(
      Layout layout, Path place, Database database, AidpOptions options, Extensions extensions) {
    this.layout = layout;
    this.place = place;
    this.database = database;
    this.registry = new RunRegistry(database);
    SqlLedger ledger = new SqlLedger(database);
    this.options = options;
    this.agents = options.agents();
    this.extensions = extensions;
    Secrets secrets = agents.surroundings().secrets();
    this.engines =
        new Engines(layout, database, registry.repositoryId(), options, extensions, ledger);
    this.events = EventSubscription.All.of(database);
    this.artifacts = new ContentStore(layout.artifacts(), secrets);
    this.parts =
        new DefaultRunHandle.Parts(
            registry,
            engines,
            layout,
            new Budgets(engines, ledger, engines::shares),
            secrets,
            ends,
            events,
            artifacts);
    Repository repository = new Repository(layout, place);
    this.fork = new Fork(registry, repository, artifacts, this::registered, this::adopted);
    RequestResolver resolver =
        new RequestResolver(
            repository,
            artifacts,
            secrets,
            Composition.settingsReader(layout, options, extensions));
    this.starts = new RunFactory(repository, artifacts, resolver);
    this.list = new RunList(registry, engines, this::handle);
    this.takeover = new Takeover(registry, this::handle);
    this.pruning = pruning(options.repository().pruning());
  }

  static LocalAidp open(Path place, AidpOptions options, Extensions extensions) {
    Layout layout = Layout.seen(place);
    layout.prepare();
    Database database = Database.open(layout.database());
    try {
      return new LocalAidp(layout, place, database, options, extensions);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private Pruning pruning(PrunePolicy usual) {
    PruneStore store = new PruneStore(layout, database, registry, this::workedOn);
    return new Pruning(
        layout,
        new PruneRuns(
            layout,
            database,
            registry,
            store,
            engines::told,
            new PruneHub(layout, registry, engines.hub(), this::service)),
        usual);
  }

  private boolean workedOn(String nativeRun) {
    return engines.at(engines.place(Engines.NATIVE)).condition(nativeRun) == Engine.Condition.OWNED;
  }

  @Override
  public Runs onService() {
    demandOpen();
    return service();
  }

  private ServiceRuns service() {
    String known = engines.hub().map(Hub::id).orElseGet(registry::repositoryId);
    return new ServiceRuns(
        options,
        extensions,
        new ServiceRuns.Home(known, run -> handle(registry.registerOrFind(run))));
  }

  @Override
  public <R> TypedHandle<R> start(RunRequest<R> request, StartOptions options) {
    demandWork();
    String id = idOf(request, options);
    pruning.soon();
    if (registry.find(id).isEmpty() && registered(request, id, options)) {
      return started(id, null);
    }
    RunRecord other = registry.find(id).orElseThrow();
    if (options.id() == null && !starts.sameText(request, terms(other))) {
      return start(request, options); // another text took the id meanwhile: the next one is free
    }
    attach(request, id, engine(options), other);
    return started(id, null);
  }

  @Override
  public <W, R> TypedHandle<R> start(Class<W> workflow, StartOptions options, Function<W, R> call) {
    String id = options.id();
    if (id == null) {
      throw new UsageException(
          "The run of a workflow of one's own needs an id.", "id", "Say StartOptions.id(…).");
    }
    String engine = engine(options);
    OwnRun.Call made = OwnRun.Call.of(workflow, call);
    if (engines.workflow(made.workflow()).isEmpty()) {
      throw new UsageException(
          "This Aidp was opened without the workflow %s.".formatted(made.workflow()),
          workflow.getName(),
          "Open it with Extensions.none().workflow(%s.class, …)."
              .formatted(workflow.getSimpleName()));
    }
    demandWork();
    pruning.soon();
    StartTerms terms = StartTerms.own(made, engine).withLabels(options.labels());
    RunRecord run =
        registry
            .find(RunIds.checked(id))
            .orElseGet(
                () ->
                    registry.registerOrFind(
                        RunFactory.record(id, terms, made, place(id, engine), Instant.now())));
    if (!made.started(run)) {
      throw new UsageException(
          "The run '%s' exists and was started with another workflow or other arguments."
              .formatted(run.id()),
          "id",
          "Start it as before to attach to it, or use another id.");
    }
    return started(id, WireNames.workflowMethod(workflow).getGenericReturnType());
  }

  @Override
  public String idOf(RunRequest<?> request, StartOptions options) {
    if (options.id() != null) {
      return RunIds.checked(options.id());
    }
    for (int n = 1; ; n++) {
      String id = RunIds.fromText(request.kind(), request.text(), n);
      Optional<RunRecord> taken = registry.find(id);
      if (taken.isEmpty()
          || starts.sameText(request, terms(taken.get())) && !handle(taken.get()).view().ended()) {
        return id;
      }
    }
  }

  @Override
  public RunHandle run(String id) {
    demandOpen();
    return handle(registry.find(id).orElseThrow(() -> NotFoundException.run(id)));
  }

  @Override
  public List<RunView> views(RunFilter filter) {
    demandOpen();
    return list.views(filter);
  }

  @Override
  public List<RunHandle> runs(RunFilter filter) {
    demandOpen();
    return list.runs(filter);
  }

  @Override
  public Optional<Verification> verify(String ref, @Nullable Duration again) {
    return new EvidenceVerifier(layout, registry, agents, extensions.checks(), engines.hub())
        .verify(commit(ref), again);
  }

  private String commit(String ref) {
    try {
      return starts.commit(ref);
    } catch (UsageException e) {
      return registry
          .find(ref)
          .flatMap(run -> Optional.ofNullable(handle(run).lastKnown().commit()))
          .or(() -> engines.hub().flatMap(hub -> hub.branches().find(ref)))
          .orElseThrow(() -> e);
    }
  }

  @Override
  public Pruned prune(PrunePolicy policy, boolean dryRun) {
    demandOpen();
    keepEnds();
    return pruning.prune(policy, dryRun);
  }

  @Override
  public Pruned remove(String id) {
    RunView view = run(id).view();
    if (!view.ended()) {
      throw new UsageException(
          "The run '%s' is %s.".formatted(id, view.state().wireName()),
          "id",
          "Cancel it, or wait for its end.");
    }
    return pruning.remove(id);
  }

  /** A run whose last process died as it ended has ended, and nobody has heard of it. */
  private void keepEnds() {
    for (RunRecord run : registry.all()) {
      try {
        if (run.finished() == null) {
          handle(run).keepEnd();
        }
      } catch (UnusableException | UsageException | NotFoundException e) {
        // It cannot be asked now, or was pruned meanwhile: it stays.
      }
    }
  }

  @Override
  public ArtifactStore artifacts() {
    return artifacts;
  }

  @Override
  public StoreSize size() {
    demandOpen();
    return StoreSize.of(layout, registry.all().size());
  }

  @Override
  public Engine engine(String name) {
    demandOpen();
    return engines.at(engines.place(name));
  }

  @Override
  public AidpPlugin plugin() {
    return engines.plugin();
  }

  @Override
  public void work(String engine) {
    demandWork();
    Engines.Place place = engines.place(engine);
    engines.working(place);
    working = place;
    takeover.begin(
        () -> {
          engines.stay(place);
          pruning.soon();
        },
        run -> engines.place(run).near(place));
  }

  @Override
  public void drain(Duration limit) {
    draining = true;
    takeover.close();
    engines.drain(limit);
  }

  @Override
  public WorkerStatus workerStatus() {
    Engines.Place place = working;
    return place == null
        ? WorkerStatus.of("It has not begun to work yet.", Map.of(), database)
        : WorkerStatus.of(notReady(place), engines.use(place), database);
  }

  private @Nullable String notReady(Engines.Place place) {
    String why = closed || draining ? DRAINS : unworkable(place);
    return closed || draining ? DRAINS : why; // it may have been told so while the server was asked
  }

  private @Nullable String unworkable(Engines.Place place) {
    try {
      engines.demandReady(place);
      return takeover.interruption();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public Path top() {
    return layout.top();
  }

  @Override
  public void close() {
    closed = true;
    takeover.close();
    pruning.close();
    events.close();
    ends.close();
    engines.close();
    database.close();
  }

  private void demandOpen() {
    if (closed) {
      throw new UsageException("This Aidp is closed.", null, "Open another one.");
    }
  }

  /** Looking needs no more than files, working needs a git that works. */
  private void demandWork() {
    demandOpen();
    var unused = Layout.of(place);
  }

  private <R> TypedHandle<R> started(String id, @Nullable Type result) {
    StartedRun<R> handle = new StartedRun<>(id, parts, fork, result);
    handle.takeOver();
    return handle;
  }

  private RunHandle adopted(String id) {
    DefaultRunHandle handle = handle(registry.find(id).orElseThrow());
    handle.takeOver();
    return handle;
  }

  private void attach(RunRequest<?> request, String id, String engine, RunRecord run) {
    if (!run.id().equals(id)) {
      throw new UsageException(
          "The id '%s' differs from the run '%s' only in case.".formatted(id, run.id()),
          "id",
          "Use '" + run.id() + "' to attach to it, or another id.");
    }
    StartTerms before = terms(run);
    RunSettings settings = starts.settings(request);
    List<String> differences =
        before.differences(starts.termsBeside(request, id, engine, settings, before));
    if (!differences.isEmpty()) {
      throw new UsageException(
          "The run '%s' exists and was started with another %s."
              .formatted(run.id(), String.join(", ", differences)),
          "id",
          "Start it as before to attach to it, or use another id.");
    }
    Limits limits = settings.limits();
    handle(run).tune(new Tuning(limits.maxParallel(), limits.runTimeout()));
  }

  /** Returns whether the run was registered by this call. */
  private boolean registered(RunRequest<?> request, String id, StartOptions options) {
    return registered(request, id, options, made -> made);
  }

  private boolean registered(
      RunRequest<?> request, String id, StartOptions options, UnaryOperator<RunRecord> adapted) {
    Engines.Choice choice = place(id, engine(options));
    RunRecord run =
        adapted.apply(
            starts.record(request, id, options.on(engine(options)), choice, Instant.now()));
    RunRecord winner = registry.registerOrFind(run);
    if (!artifacts.keep(run.terms() + run.request())) {
      // Pruned before it had a name.
      var unused = starts.record(request, id, options.on(engine(options)), choice, run.createdAt());
    }
    return winner.createdAt().equals(run.createdAt()) && winner.request().equals(run.request());
  }

  private String engine(StartOptions start) {
    return start.engine() == null ? options.runs().engine() : start.engine();
  }

  /** Returns the place of a new run, of whose id nothing is left. */
  private Engines.Choice place(String id, String engine) {
    if (registry.pruned(id)) {
      pruning.finish(id);
    }
    return engines.choose(engine);
  }

  private DefaultRunHandle handle(RunRecord run) {
    return new DefaultRunHandle(run.id(), parts, fork);
  }

  private static StartTerms terms(RunRecord run) {
    return Wire.read(run.terms(), StartTerms.class);
  }
}
