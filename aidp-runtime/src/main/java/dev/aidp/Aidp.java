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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Durable agent workflows on one git repository: starts runs, shows them, steers them, from any
 * process. Safe for use by many threads. Closing it gives up the runs it owns, so that another
 * process can go on with them.
 */
public final class Aidp implements Runs {

  private final Layout layout;
  private final Path place;
  private final Database database;
  private final RunRegistry registry;
  private final AidpOptions options;
  private final AidpOptions.ForAgents agents;
  private final Extensions extensions;
  private final Engines engines;
  private final RunFactory starts;
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

  private Aidp(
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
    RequestResolver resolver =
        new RequestResolver(
            repository, artifacts, secrets, Composition.settingsReader(layout, extensions));
    this.starts = new RunFactory(repository, artifacts, resolver);
    this.list = new RunList(registry, engines, this::handle);
    this.takeover = new Takeover(registry, this::handle);
    this.pruning = pruning(options.repository().pruning());
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

  /**
   * Opens the repository around {@code place}. Where Aidp has worked before, runs can be looked at
   * and steered whatever git says of the repository now.
   *
   * @throws dev.aidp.failure.UsageException if Aidp cannot work there, and has not
   * @throws dev.aidp.failure.UnusableException if its storage cannot be used
   */
  public static Aidp open(Path place, AidpOptions options) {
    return open(place, options, Extensions.none());
  }

  /**
   * Opens the repository around {@code place} with workflows and activities of the application's
   * own.
   */
  public static Aidp open(Path place, AidpOptions options, Extensions extensions) {
    Layout layout = Layout.seen(place);
    layout.prepare();
    Database database = Database.open(layout.database());
    try {
      return new Aidp(layout, place, database, options, extensions);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Returns the runs that the Temporal service of {@code options} knows, whoever started them; no
   * repository is needed, and nothing is written here. They are looked at and steered; only a
   * repository starts them and works on them.
   *
   * <pre>{@code
   * try (Runs runs = Aidp.connect(AidpOptions.defaults().with(cloud))) {
   *   runs.run("release-7").pause();
   * }
   * }</pre>
   */
  public static Runs connect(AidpOptions options) {
    return connect(options, Extensions.none());
  }

  /** Returns the same where workflows of the application's own are known, too. */
  public static Runs connect(AidpOptions options, Extensions extensions) {
    return new ServiceRuns(options, extensions, null);
  }

  /**
   * Returns those of the runs that its Temporal service knows which are of this repository, or of
   * none that was named; an id that is theirs and others' is theirs. To be closed by the caller.
   */
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

  /**
   * Starts a run on the native engine, under an id that is made from its text, and owns it.
   *
   * <pre>{@code
   * FeatureRequest request = FeatureRequest.of("Add CSV export").agent("claude").check("unit", "mvn -q test");
   * RunView end = aidp.start(request).ended().join();
   * }</pre>
   */
  public RunHandle start(RunRequest request) {
    return start(request, StartOptions.defaults());
  }

  /**
   * Starts a run and owns it, or attaches to the one with this id (and adopts it if nobody owns
   * it).
   *
   * @throws dev.aidp.failure.UsageException if the plan, the base, the branch or a setting is
   *     wrong, or the id belongs to a run that was started differently; nothing has then been
   *     started
   */
  public RunHandle start(RunRequest request, StartOptions options) {
    demandWork();
    String id = idOf(request, options);
    pruning.soon();
    if (registry.find(id).isEmpty() && registered(request, id, options)) {
      return adopted(id);
    }
    RunRecord other = registry.find(id).orElseThrow();
    if (options.id() == null && !starts.sameText(request, terms(other))) {
      return start(request, options); // another text took the id meanwhile: the next one is free
    }
    attach(request, id, options.engine(), other);
    return adopted(id);
  }

  /**
   * Starts a workflow of the application's own on the native engine, as a run like any other: it is
   * listed, taken over after a crash by a process that has it, steered and looked at.
   *
   * <pre>{@code
   * RunHandle run = aidp.start(ReleaseWorkflow.class, "release-7", w -> w.run(request));
   * Released released = run.result(Released.class).join();
   * }</pre>
   *
   * @param workflow one of the workflows that this Aidp was opened with
   * @param id the run's id; if there is one already, this call attaches to it
   * @param call makes exactly one call of the workflow method
   * @throws dev.aidp.failure.UsageException if the id belongs to a run that was started differently
   */
  public <W> RunHandle start(Class<W> workflow, String id, Consumer<W> call) {
    return start(workflow, id, Engines.NATIVE, call);
  }

  /** Like {@link #start(Class, String, Consumer)} on {@code engine}. */
  public <W> RunHandle start(Class<W> workflow, String id, String engine, Consumer<W> call) {
    return start(workflow, StartOptions.id(id).on(engine), call);
  }

  /**
   * Likewise, with all that a start may say; it names the id.
   *
   * <pre>{@code
   * StartOptions options = StartOptions.id("release-7").withMemo(Map.of("team", "core"));
   * RunHandle run = aidp.start(ReleaseWorkflow.class, options, w -> w.run(request));
   * }</pre>
   */
  public <W> RunHandle start(Class<W> workflow, StartOptions options, Consumer<W> call) {
    String id = options.id();
    if (id == null) {
      throw new IllegalArgumentException("The id of the run is missing.");
    }
    String engine = options.engine();
    OwnRun.Call made = OwnRun.Call.of(workflow, call);
    if (engines.workflow(made.workflow()).isEmpty()) {
      throw new IllegalArgumentException(
          "This Aidp was opened without the workflow " + made.workflow() + ".");
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
    return adopted(id);
  }

  /** Returns the id that such a start will use: that of the options, or one made from the text. */
  public String idOf(RunRequest request, StartOptions options) {
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

  /**
   * Returns how every run stands, the newest first. One whose engine cannot be used does not hide
   * the others: it is shown as interrupted, with the reason.
   */
  @Override
  public List<RunView> views(RunFilter filter) {
    demandOpen();
    return list.views(filter);
  }

  /**
   * Returns those runs that {@code filter} lets pass, the newest first. Only a filter by state
   * looks at them, and of runs that have ended at what is kept.
   *
   * <pre>{@code
   * aidp.runs(RunFilter.all().kind(RunKind.FEATURE).in(RunState.FAILED)).forEach(run -> run.retry(List.of()));
   * }</pre>
   */
  @Override
  public List<RunHandle> runs(RunFilter filter) {
    demandOpen();
    return list.runs(filter);
  }

  /**
   * Looks whether the evidence of a commit still holds. Reads only; with a hub, what is not here is
   * brought from there.
   *
   * @param ref the commit, as git names it; or a run, or a branch of one, that this repository or
   *     its hub knows
   * @param again the time-out of each check, to run the checks of the evidence again in a worktree
   *     of their own; null to run none
   * @return empty if there is no evidence of it
   * @throws dev.aidp.failure.UsageException if there is no such commit
   */
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

  /**
   * Removes what ended runs have left that {@code policy} does not let stay: their journals, logs,
   * budgets and snapshots; evidence of commits to which no branch and no tag leads any more; what
   * is stored and nobody names; what merges remember and nobody has used since the oldest run that
   * stays began. A run that has not ended stays as it is, an interrupted or waiting one too. So do
   * branches and the evidence of what they lead to: it still holds.
   *
   * <p>The id of a run that is gone is free. May be called beside runs and by several processes;
   * one that is killed is finished by the next one.
   *
   * @param policy what stays
   * @param dryRun whether nothing is removed and it is only told what would be
   */
  public Pruned prune(PrunePolicy policy, boolean dryRun) {
    demandOpen();
    keepEnds();
    return pruning.prune(policy, dryRun);
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

  /**
   * Returns what runs have stored and name by reference: texts, transcripts, a merge's description
   * and evidence. What is put there stays as long as something that is kept names it.
   *
   * <pre>{@code
   * try (InputStream in = aidp.artifacts().open(view.merge().description())) { … }
   * }</pre>
   */
  public ArtifactStore artifacts() {
    return artifacts;
  }

  /** Returns what is kept here, and how large it is. */
  public StoreSize size() {
    demandOpen();
    return StoreSize.of(layout, registry.all().size());
  }

  /**
   * Returns an engine, for workflows of the application's own; {@code native} or {@code temporal}.
   */
  public Engine engine(String name) {
    demandOpen();
    return engines.at(engines.place(name));
  }

  /**
   * Returns what a Temporal worker of the application's own needs to perform Aidp's workflows and
   * activities, and those that this Aidp was opened with, in this repository. It works as long as
   * this Aidp is open.
   *
   * <pre>{@code
   * AidpPlugin plugin = aidp.plugin().onQueue("acme"); // without onQueue: the usual queues
   * WorkflowClient client =
   *     WorkflowClient.newInstance(
   *         stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build());
   * WorkerFactory factory = WorkerFactory.newInstance(client);
   * plugin.registerOn(factory); // or factory.newWorker("acme", options)
   * factory.start();
   * }</pre>
   */
  public AidpPlugin plugin() {
    return engines.plugin();
  }

  /**
   * Works for {@code engine} until {@link #close()} or {@link #drain}: takes over runs whose owner
   * died, now and later.
   */
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

  /** Takes nothing new, lets turns end for at most {@code limit}, and gives up the rest. */
  public void drain(Duration limit) {
    draining = true;
    takeover.close();
    engines.drain(limit);
  }

  /**
   * Returns how this process stands as the worker that {@link #work} made it: whether it takes
   * steps, which on Temporal asks the service, and how its places are used. Never throws.
   */
  public WorkerStatus workerStatus() {
    Engines.Place place = working;
    return place == null
        ? WorkerStatus.of("It has not begun to work yet.", Map.of())
        : WorkerStatus.of(notReady(place), engines.use(place));
  }

  private @Nullable String notReady(Engines.Place place) {
    if (closed || draining) {
      return "It is draining: it takes nothing new.";
    }
    try {
      engines.demandReady(place);
      return takeover.interruption();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Returns the top of the main worktree. */
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
      throw new IllegalStateException("This Aidp is closed; open another one.");
    }
  }

  /** Looking needs no more than files, working needs a git that works. */
  private void demandWork() {
    demandOpen();
    var unused = Layout.of(place);
  }

  private RunHandle adopted(String id) {
    DefaultRunHandle handle = handle(registry.find(id).orElseThrow());
    handle.takeOver();
    return handle;
  }

  private void attach(RunRequest request, String id, String engine, RunRecord run) {
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
  private boolean registered(RunRequest request, String id, StartOptions options) {
    Engines.Choice choice = place(id, options.engine());
    RunRecord run = starts.record(request, id, options, choice, Instant.now());
    RunRecord winner = registry.registerOrFind(run);
    if (!artifacts.keep(run.terms() + run.request())) {
      // Pruned before it had a name.
      var unused = starts.record(request, id, options, choice, run.createdAt());
    }
    return winner.createdAt().equals(run.createdAt()) && winner.request().equals(run.request());
  }

  /** Returns the place of a new run, of whose id nothing is left. */
  private Engines.Choice place(String id, String engine) {
    if (registry.pruned(id)) {
      pruning.finish(id);
    }
    return engines.choose(engine);
  }

  private DefaultRunHandle handle(RunRecord run) {
    return new DefaultRunHandle(run.id(), parts);
  }

  private static StartTerms terms(RunRecord run) {
    return Wire.read(run.terms(), StartTerms.class);
  }
}
