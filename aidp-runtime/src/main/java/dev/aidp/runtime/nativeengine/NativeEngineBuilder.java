package dev.aidp.runtime.nativeengine;

import com.google.common.collect.ImmutableMap;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.owner.Owners;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.wire.ByReference;
import dev.aidp.workflows.wire.WireNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts an engine together. */
public final class NativeEngineBuilder {

  /** Enough for loops that wait for workflow code while others go on. */
  private static final int LOOPS = 4 + Runtime.getRuntime().availableProcessors();

  private final Database database;
  private final Map<String, WorkflowDefinition<?>> definitions = new LinkedHashMap<>();
  private final ActivityTable activities = new ActivityTable();
  private PoolSizes sizes = PoolSizes.USUAL;
  private ByReference large = ByReference.NONE;
  private @Nullable Ticker ticker;
  private @Nullable Executor everything;

  NativeEngineBuilder(Database database) {
    this.database = database;
  }

  /** Adds workflows that may be run. */
  public NativeEngineBuilder workflow(WorkflowDefinition<?>... workflows) {
    for (WorkflowDefinition<?> workflow : workflows) {
      definitions.put(WireNames.workflowType(workflow.type()), workflow);
    }
    return this;
  }

  /** Adds objects that perform the activities whose interfaces they implement. */
  public NativeEngineBuilder activities(Object... implementations) {
    for (Object implementation : implementations) {
      activities.add(implementation);
    }
    return this;
  }

  /** Sets the sizes of the pools. If unset, {@link PoolSizes#DEFAULT}. */
  public NativeEngineBuilder sizes(PoolSizes sizes) {
    this.sizes = sizes;
    return this;
  }

  /** Sets where what is large is kept, for all who read the database. If unset, it is there too. */
  public NativeEngineBuilder artifacts(ArtifactStore store) {
    large = ByReference.in(store);
    return this;
  }

  /** Sets the time. If unset, the machine's. */
  public NativeEngineBuilder ticker(Ticker ticker) {
    this.ticker = ticker;
    return this;
  }

  /**
   * Lets tests do everything that is not workflow code, steps and loops, on an executor of their
   * own.
   */
  NativeEngineBuilder everythingOn(Executor executor) {
    everything = executor;
    return this;
  }

  /** Returns the engine, ready. */
  public NativeEngine build() {
    Path folder = database.folder();
    Owners owners = Owners.enter(folder == null ? null : folder.resolve("owners"));
    SystemTicker system = new SystemTicker();
    StepPools pools = new StepPools(sizes);
    ThreadPoolExecutor loops =
        new ThreadPoolExecutor(
            LOOPS,
            LOOPS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Threads.daemon("aidp-loop"));
    Runs runs =
        new Runs(
            new Runs.EngineServices(
                new Journal(database, large),
                owners,
                ImmutableMap.copyOf(definitions),
                activities,
                ticker == null ? system : ticker,
                new Runs.Executors(
                    Threads.forWorkflows(),
                    everything == null ? loops : everything,
                    step -> everything == null ? pools.of(step) : everything,
                    everything == null ? ForkJoinPool.commonPool() : everything),
                everything == null));
    if (everything == null) {
      system.every(Duration.ofSeconds(1), new Watchdog(runs));
    }
    Poller poller = folder == null ? null : new Poller(database, runs, owners);
    List<AutoCloseable> closed = List.of(system, pools, loops::shutdown);
    return new NativeEngine(runs, owners, new NativeEngine.Resources(pools, closed), poller);
  }
}
