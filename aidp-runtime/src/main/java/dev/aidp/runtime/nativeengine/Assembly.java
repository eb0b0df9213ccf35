package dev.aidp.runtime.nativeengine;

import com.google.common.collect.ImmutableMap;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.Owners;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Puts an engine together. */
record Assembly(
    Database database,
    ImmutableMap<String, WorkflowDefinition<?>> definitions,
    ActivityTable activities,
    Map<Step.Kind, StepPolicy> policies) {

  /** Enough for loops that wait for workflow code while others go on. */
  private static final int LOOPS = 4 + Runtime.getRuntime().availableProcessors();

  NativeEngine assemble(
      NativeOptions options, @Nullable Ticker given, @Nullable Executor everything) {
    Owners owners = Owners.enter(database);
    SystemTicker system = new SystemTicker();
    StepPools pools = new StepPools(options);
    ExecutorService loops = Executors.newFixedThreadPool(LOOPS, Threads.daemon("aidp-loop"));
    Runs runs =
        new Runs(
            new Runs.Means(
                new Journal(database),
                owners,
                definitions,
                activities,
                policies,
                given == null ? system : given,
                Threads.forWorkflows(),
                everything == null ? loops : everything,
                step -> everything == null ? pools.of(step) : everything,
                everything == null));
    if (everything == null) {
      system.every(Duration.ofSeconds(1), new Watchdog(runs));
    }
    Poller poller = database.folder() == null ? null : new Poller(database, runs, owners);
    List<AutoCloseable> closed = new ArrayList<>(List.of(system, pools, loops::shutdown));
    return NativeEngine.of(runs, owners, new NativeEngine.Resources(closed), poller);
  }
}
