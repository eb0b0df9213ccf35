package dev.aidp;

import com.google.common.base.Suppliers;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.spending.Ledger;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Places;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.WorkerPlaces;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of this process, each made when it is first needed. No lock is held while one asks a
 * server: who waits for one keeps nobody else from another.
 */
final class Engines implements Whereabouts, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  static final String NATIVE = "native";
  static final String TEMPORAL = "temporal";

  /**
   * Where a run is.
   *
   * @param engine the engine's name
   * @param server the Temporal service, or null on the native engine
   */
  record Place(String engine, @Nullable Server server) {

    /** Returns whether {@code other} is there too, whoever works on it. */
    boolean near(Place other) {
      return engine.equals(other.engine) && (server == null || server.same(other.server));
    }
  }

  /**
   * The place of a new run.
   *
   * @param place where it will be
   * @param note why that is not what was asked for, or null
   */
  record Choice(Place place, @Nullable String note) {}

  private final Composition parts;
  private final AidpOptions options;
  private final String repository;
  private final WorkerPlaces places;
  private final String application;
  private final AtomicReference<@Nullable NativeEngine> nativeEngine = new AtomicReference<>();
  private final Supplier<NativeEngine> natively;
  private final Map<Place, TemporalEngine> temporalEngines = new ConcurrentHashMap<>();

  Engines(
      Layout layout,
      Database database,
      String repository,
      AidpOptions options,
      Extensions extensions,
      Ledger ledger) {
    this.repository = repository;
    this.application = extensions.queueName();
    this.parts = new Composition(layout, options, extensions, ledger);
    this.options = options;
    this.places = new WorkerPlaces(options.worker().places());
    this.natively =
        Suppliers.memoize(
            () -> {
              NativeEngine made = parts.nativeEngine(database);
              nativeEngine.set(made);
              return made;
            });
  }

  /**
   * Returns the place of a new run: on the engine asked for, or on the native one where the user
   * allowed that and nobody listens for the other. One that is slow may have begun the run.
   */
  Choice choose(String asked) {
    try {
      Place place = place(asked);
      if (asked.equals(TEMPORAL)) {
        hub().ifPresent(Hub::demandCarriage);
      }
      working(place);
      return new Choice(place, null);
    } catch (UnusableException e) {
      if (!options.temporal().fallbackToNative()
          || !TemporalEngine.refused(options.temporal().connection())) {
        throw new UnusableException(
            String.valueOf(e.getMessage()),
            e.remedy() + " A run that has not begun may use the native engine.",
            e);
      }
      return new Choice(
          new Place(NATIVE, null),
          "On the native engine, as orchestration.fallback says: " + e.getMessage());
    }
  }

  /** Returns where what runs on Temporal leave is found, if that is not this repository. */
  Optional<Hub> hub() {
    return parts.hub();
  }

  /** Returns whether hosts of several clones work on {@code run}. */
  boolean shares(RunRecord run) {
    return run.engine().equals(TEMPORAL) && hub().isPresent();
  }

  /** Returns what an application's own workers need. */
  AidpPlugin plugin() {
    return parts.plugin();
  }

  @Override
  public Optional<Class<?>> workflow(String type) {
    return parts.workflow(type);
  }

  /** Returns the place of what this process starts on the engine {@code name}. */
  Place place(String name) {
    return place(name, null);
  }

  /** Returns where {@code run} is. */
  Place place(RunRecord run) {
    return place(run.engine(), Wire.<StartTerms>read(run.terms(), StartTerms.class).server());
  }

  @Override
  public Engine at(RunRecord run) {
    return at(place(run));
  }

  /** On a service that is not the one it was started on it would begin anew, beside itself. */
  @Override
  public Engine.Condition condition(RunRecord run) {
    Place place = place(run);
    Engine.Condition condition = at(place).condition(run.engineId());
    Server told = place.server();
    Server recorded = Wire.<StartTerms>read(run.terms(), StartTerms.class).server();
    if (condition == Engine.Condition.ABSENT && told != null && !told.same(recorded)) {
      throw told.without(run.id(), recorded);
    }
    return condition;
  }

  /** Gives {@code look} what a service has recorded of {@code run}; false: it cannot be asked. */
  boolean told(RunRecord run, Consumer<String> look) {
    if (!run.engine().equals(TEMPORAL)) {
      return true;
    }
    for (String id : new RunRegistry.Pruned(run.id(), run.generation()).engineIds()) {
      try {
        at(place(run)).history(id).forEach(entry -> look.accept(entry.payload()));
      } catch (NotFoundException e) {
        // The service keeps it no longer.
      } catch (UnusableException | UsageException e) {
        LOG.debug("What {} has stored goes later: {}", run.id(), e.toString());
        return false;
      }
    }
    return true;
  }

  private Place place(String name, @Nullable Server recorded) {
    return name.equals(TEMPORAL)
        ? new Place(name, Server.of(options.temporal(), application, recorded))
        : new Place(name, null);
  }

  /** Returns an engine to look at and to steer with. */
  Engine at(Place place) {
    Server server = place.server();
    if (server != null) {
      return temporalEngine(place, server);
    }
    return switch (place.engine()) {
      case NATIVE -> natively.get();
      default ->
          throw new UsageException(
              "There is no engine '" + place.engine() + "'.", "engine", "Use native or temporal.");
    };
  }

  /** Returns an engine that can take over runs: on Temporal with a worker in this process. */
  Engine working(Place place) {
    Engine engine = at(place);
    if (engine instanceof TemporalEngine temporal) {
      temporal.demandWorker(parts.activities(), places);
    }
    return engine;
  }

  /**
   * Brings the worker of this process along again if it is gone.
   *
   * @throws UnusableException why it is gone, once
   */
  void stay(Place place) {
    if (at(place) instanceof TemporalEngine temporal) {
      temporal.demandNoInterruption();
    }
    working(place);
  }

  /**
   * Returns whether this process works at {@code place}: natively always, on Temporal by a worker.
   */
  boolean works(Place place) {
    TemporalEngine temporal = temporalEngines.get(place);
    return place.server() == null || temporal != null && temporal.hosting();
  }

  /** Has this process bear as many units at a time as a run of its own needs. */
  void bear(int units) {
    places.raise(units);
  }

  /**
   * Demands that this process can take steps at {@code place}.
   *
   * @throws UnusableException if it cannot
   */
  void demandReady(Place place) {
    if (at(place) instanceof TemporalEngine temporal) {
      temporal.demandReady();
    }
  }

  /** Returns how the places of this process on that engine are used now. */
  Map<String, Places.Use> use(Place place) {
    return place.server() == null ? natively.get().use() : places.use();
  }

  /** Takes nothing new and lets steps end for at most {@code limit}. */
  void drain(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    for (Engine engine : opened()) {
      engine.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }

  private List<Engine> opened() {
    return Stream.<Engine>concat(
            temporalEngines.values().stream(), Stream.ofNullable(nativeEngine.get()))
        .toList();
  }

  private TemporalEngine temporalEngine(Place place, Server server) {
    return temporalEngines.computeIfAbsent(place, one -> parts.temporalEngine(repository, server));
  }

  /** Not as the only one here: what an engine tells as it closes may lead to a look at others. */
  @Override
  public void close() {
    opened().forEach(Engine::close);
  }
}
