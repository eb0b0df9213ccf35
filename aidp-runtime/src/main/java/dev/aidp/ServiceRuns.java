package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.temporal.KnownRun;
import dev.aidp.runtime.temporal.RunCatalog;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.request.Requests;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.wire.WireNames;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The runs that a Temporal service knows, whoever started them, from wherever. */
final class ServiceRuns implements Runs {

  /**
   * A repository that can work on its runs.
   *
   * @param repository its id
   * @param takes makes a run that another clone of it has begun one of this one's
   */
  record Home(String repository, Function<RunRecord, RunHandle> takes) {}

  private static final RunCatalog.Beginning UNREAD = new RunCatalog.Beginning("null", null, null);

  /** For so long a list looks at runs; of the others it says that it did not. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AidpOptions.ForTemporal options;
  private final Duration patience;
  private final ImmutableList<WorkflowDefinition<?>> workflows;
  private final Server server;
  private final @Nullable Home home;
  private final RunCatalog catalog;
  private final Secrets secrets;
  private final EventSubscription.All events =
      new EventSubscription.All(() -> EventSubscription.Changed.UNKNOWN);
  private final Map<RunPlace, TemporalEngine> engines = new ConcurrentHashMap<>();
  private final Map<String, RunCatalog.Beginning> beginnings = new ConcurrentHashMap<>();

  /**
   * Makes them; nothing is asked yet.
   *
   * @param home the repository whose runs are meant where an id may be several repositories', and
   *     listed; null: any
   */
  ServiceRuns(AidpOptions options, Extensions extensions, @Nullable Home home) {
    this(options, extensions, home, PATIENCE);
  }

  /** Likewise, with a list's own limit in time. */
  ServiceRuns(AidpOptions options, Extensions extensions, @Nullable Home home, Duration patience) {
    this.patience = patience;
    this.home = home;
    this.options = options.temporal();
    this.workflows = Composition.workflows(extensions);
    this.server = Server.of(options.temporal(), extensions.queueName(), null);
    this.catalog = new RunCatalog(server.connection(options.temporal()), FoundRun.types());
    this.secrets = options.agents().surroundings().secrets();
  }

  @Override
  public RunHandle run(String id) {
    List<FoundRun> found = find(id);
    if (found.isEmpty()) {
      throw NotFoundException.run(id);
    }
    if (found.size() > 1) {
      List<String> ids = found.stream().map(FoundRun::fullId).sorted().toList();
      throw new UsageException(
          "There are %d runs '%s' on the Temporal service %s: %s."
              .formatted(ids.size(), id, server, String.join(", ", ids)),
          "id",
          "Name one by its full id.");
    }
    return new ServiceRun(found.get(0), this);
  }

  private @Nullable String repository() {
    return home == null ? null : home.repository;
  }

  /** Returns the last generations of the runs that {@code id} may mean, one of each. */
  private List<FoundRun> find(String id) {
    String repository = repository();
    for (String full : repository == null ? List.of(id) : List.of(repository + "/" + id, id)) {
      Optional<FoundRun> exact = catalog.at(full).map(FoundRun::of);
      if (exact.isPresent()) {
        return List.of(exact.get());
      }
    }
    int slash = id.indexOf('/');
    String run = id.substring(slash + 1);
    return ImmutableList.copyOf(
        latest(named(run, slash > 0)).values().stream()
            .filter(one -> one.id().equals(run))
            .filter(one -> slash < 0 || one.repository().equals(id.substring(0, slash)))
            .toList());
  }

  private List<KnownRun> named(String run, boolean full) {
    try {
      return catalog.named(run);
    } catch (UsageException e) {
      if (full) {
        return List.of(); // such a service forgets no generation
      }
      throw e;
    }
  }

  /** Returns the last generation of each run, by its full id. */
  private static Map<String, FoundRun> latest(Collection<KnownRun> known) {
    Map<String, FoundRun> latest = new LinkedHashMap<>();
    for (KnownRun one : known) {
      FoundRun found = FoundRun.of(one);
      latest.merge(found.fullId(), found, ServiceRuns::later);
    }
    return latest;
  }

  private static FoundRun later(FoundRun one, FoundRun other) {
    return one.generation() >= other.generation() ? one : other;
  }

  /** Returns {@code found}, or the generation after it that is the last one. */
  FoundRun latest(FoundRun found) {
    FoundRun last = found;
    Optional<FoundRun> next = next(found);
    while (next.isPresent()) {
      last = next.get();
      next = next(last);
    }
    return last;
  }

  /** Without Aidp nobody starts one. */
  private Optional<FoundRun> next(FoundRun found) {
    String next = RunRegistry.engineId(found.id(), found.generation() + 1);
    return found.repository().isEmpty()
        ? Optional.empty()
        : catalog.at(found.repository() + "/" + next).map(FoundRun::of);
  }

  /** Returns how the run {@code id} of the repository, or of none that was named, stands. */
  Engine.Condition condition(String id) {
    Engine.Condition ended = Engine.Condition.ABSENT;
    for (String full : ImmutableList.of(repository() + "/" + id, id)) {
      Optional<FoundRun> found = catalog.at(full).map(FoundRun::of).map(this::latest);
      if (found.isPresent()) {
        FoundRun last = found.get();
        ended = engine(last.place()).condition(last.known().engineId());
        if (ended != Engine.Condition.ENDED) {
          return ended;
        }
      }
    }
    return ended;
  }

  /** Returns what its repository would have registered. */
  RunRecord record(FoundRun found) {
    RunCatalog.Beginning begun =
        beginnings.computeIfAbsent(
            found.known().workflowId(), id -> catalog.beginning(found.known(), Requests.STEP));
    RunRecord run = record(found, begun);
    if (!run.kind().equals(OwnRun.KIND) && run.request().equals("null")) {
      beginnings.remove(found.known().workflowId()); // its first step is still to come
    }
    return run;
  }

  /** Returns what is known of a run without reading what it was started with. */
  RunRecord unread(FoundRun found) {
    return record(found, UNREAD);
  }

  private RunRecord record(FoundRun found, RunCatalog.Beginning begun) {
    return found.record(begun, server);
  }

  /** Returns the engine of the runs of {@code place}. */
  TemporalEngine engine(RunPlace place) {
    return engines.computeIfAbsent(
        place, one -> new TemporalEngine(settings(one), Composition.onService(workflows)));
  }

  private TemporalSettings settings(RunPlace place) {
    return TemporalSettings.looking(
        server.connection(options), place, Composition.queues(options).at(server.application()));
  }

  /** Begins {@code next}, the generation after {@code found}; false: somebody else has. */
  boolean begin(FoundRun found, RunRecord next) {
    if (next(found).isPresent()) {
      return false;
    }
    TypedRun.of(next, this::workflow).start(engine(found.place()));
    return true;
  }

  /** Returns {@code found} as a run of this repository, if it is one. */
  Optional<RunHandle> atHome(FoundRun found) {
    Home here = home;
    return here != null && found.repository().equals(here.repository)
        ? Optional.of(here.takes.apply(record(latest(found))))
        : Optional.empty();
  }

  Optional<Class<?>> workflow(String type) {
    return WireNames.workflow(workflows, type);
  }

  Secrets secrets() {
    return secrets;
  }

  EventSubscription.All events() {
    return events;
  }

  @Override
  public List<RunView> views(RunFilter filter) {
    return ImmutableList.copyOf(looked(filter).values());
  }

  @Override
  public List<RunHandle> runs(RunFilter filter) {
    return filter.looks()
        ? ImmutableList.copyOf(looked(filter).keySet())
        : candidates(filter).stream()
            .limit(filter.limit())
            .<RunHandle>map(found -> new ServiceRun(found, this))
            .toList();
  }

  private Map<RunHandle, RunView> looked(RunFilter filter) {
    return new ManyLooks(patience)
        .at(candidates(filter).stream().map(found -> new ServiceRun(found, this)).toList(), filter);
  }

  /** Returns those that may be wanted, the newest first. */
  private List<FoundRun> candidates(RunFilter filter) {
    String type = filter.workflow() == null ? FoundRun.type(filter.kind()) : filter.workflow();
    boolean open =
        !filter.states().isEmpty() && filter.states().stream().noneMatch(RunState::ended);
    var wanted = new RunCatalog.Wanted(repository(), type, filter.since(), open);
    return latest(catalog.all(wanted)).values().stream()
        .filter(found -> filter.test(unread(found)))
        .sorted(Comparator.comparing((FoundRun found) -> found.known().startedAt()).reversed())
        .toList();
  }

  @Override
  public void close() {
    events.close();
    engines.values().forEach(TemporalEngine::close);
    catalog.close();
  }
}
