package dev.aidp.bench;

import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.bench.report.ChildJvm;
import dev.aidp.bench.report.Machine;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.run.Work;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.runtime.temporal.WorkerPlaces;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.testkit.temporal.InMemoryServer;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.workloop.UnitActivitiesImpl;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * What a unit of a feature costs on Temporal where its steps do nothing, by how many units the
 * feature has: events, their bytes, workflow tasks, time, memory of the worker and of the server.
 * Takes numbers of units, and {@code memory} or {@code dev} before them for the server.
 */
public final class UnitCosts {

  /** Of so many units the histories are looked at. */
  private static final int LOOKED_AT = 25;

  /** So many units are worked on at once. */
  public static final int PARALLEL = 50;

  /** So many units come before those that are measured. */
  public static final int WARM_UP = 500;

  private static final String REPOSITORY = "bench";
  private static final String WORKS = "works";

  private UnitCosts() {}

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    System.out.println(
        "| server | units | runs of the feature | events a unit | KB a unit | largest event, KB |"
            + " workflow tasks a unit | ms a unit | seconds | worker, MiB | server, MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    List<String> asked =
        args.length == 0
            ? List.of("dev", "100", "1000", "memory", "100", "1000", "10000")
            : List.of(args);
    String server = "dev";
    for (String each : asked) {
      if (each.equals("dev") || each.equals("memory")) {
        server = each;
      } else if (server.equals("dev")) {
        try (DevServer dev = DevServer.start()) {
          row("dev server", dev.target(), Integer.parseInt(each), serverPid());
        }
      } else {
        try (InMemoryServer memory = InMemoryServer.start()) {
          row("in memory", memory.target(), Integer.parseInt(each), ProcessHandle.current().pid());
        }
      }
    }
    System.out.println("Measured on: " + Machine.line());
  }

  /** Returns the process of the dev server that this one has started. */
  static long serverPid() {
    return ProcessHandle.current()
        .children()
        .filter(UnitCosts::isServer)
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private static boolean isServer(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("temporal");
  }

  private static void row(String server, String target, int units, long pid) throws Exception {
    Path folder = Machine.folder("unit-costs");
    try (ChildJvm worker = ChildJvm.running(Worker.class, Map.of(), target, folder.toString());
        TemporalEngine engine =
            TemporalEngine.connect(settings(target, folder), Workflows.definitions())) {
      worker.awaitSaying(WORKS);
      run(engine, "warm-up", WARM_UP); // else 100 units are those of a cold JVM
      long began = System.nanoTime();
      run(engine, "many", units);
      double seconds = (System.nanoTime() - began) / 1e9;
      Cost cost = cost(target, units);
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %d | %.2f | %.2f | %.1f | %.2f | %.1f | %.1f | %d | %d |%n",
          server,
          units,
          cost.runs(),
          cost.events() / units,
          cost.bytes() / 1024 / units,
          cost.largest() / 1024.0,
          cost.tasks() / units,
          1000 * seconds / units,
          seconds,
          Machine.peakMebibytes(worker.pid()),
          Machine.peakMebibytes(pid));
    } finally {
      Machine.delete(folder);
    }
  }

  static TemporalSettings settings(String target, Path folder) {
    return TemporalSettings.of(target, new RunPlace(REPOSITORY, ""), folder)
        .storing(artifacts(folder));
  }

  static ArtifactStore artifacts(Path folder) {
    return new ContentStore(folder.resolve("artifacts"), Secrets.in(Map.of()));
  }

  /** Opens the native engine on {@code database}, with these steps of ours. */
  public static NativeEngine onNative(Database database, Path folder, TrivialSteps steps) {
    return NativeEngine.builder(database)
        .workflow(Workflows.definitions().toArray(WorkflowDefinition<?>[]::new))
        .activities(steps, new UnitActivitiesImpl(steps, steps, steps, steps, steps))
        .artifacts(artifacts(folder))
        .sizes(new PoolSizes(PARALLEL, PARALLEL, PARALLEL))
        .build();
  }

  /** Runs a feature of so many units to its end. */
  public static void run(Engine engine, String id, int units) {
    RunSettings settings = RunSettings.of("true", new Check("check", "true"));
    settings = settings.withLimits(settings.limits().withMaxParallel(PARALLEL));
    FeatureWork work =
        new FeatureWork(
            id, 1, "text", Integer.toString(units), settings, "0".repeat(40), "aidp/" + id, null);
    engine.start(
        id,
        FeatureOrchestrationWorkflow.class,
        feature -> feature.run(FeatureRequest.resolved(work)),
        Labels.NONE);
    FeatureState end = engine.result(id, FeatureState.class).join().orThrow();
    long merged = end.units().stream().filter(unit -> unit.state() == UnitState.MERGED).count();
    if (end.state() != RunState.COMPLETED || merged != units) {
      throw new IllegalStateException(merged + " merged, " + end.standing());
    }
  }

  /**
   * What runs have cost.
   *
   * @param runs how many each was, one after the other
   * @param bytes those of all events
   * @param largest those of the largest event but the end of a run that somebody waits for
   */
  record Cost(int runs, double events, double bytes, double tasks, int largest) {

    private Cost plus(Cost other, double times) {
      return new Cost(
          runs,
          events + times * other.events,
          bytes + times * other.bytes,
          tasks + times * other.tasks,
          Math.max(largest, other.largest));
    }
  }

  /** Returns what a feature of so many units has cost that {@link #run} calls "many". */
  static Cost cost(String target, int units) {
    Cost all = cost(target, "many").plus(cost(target, "many/" + Work.MERGE), 1);
    int looked = Math.min(units, LOOKED_AT);
    for (int i = 0; i < looked; i++) {
      String unit = TrivialSteps.unit((int) ((long) i * units / looked));
      all = all.plus(cost(target, "many/" + unit), (double) units / looked);
    }
    return all;
  }

  /** Returns what a run has cost, without its children. */
  static Cost cost(String target, String run) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      return chain(WorkflowClient.newInstance(stubs), run);
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Returns what a run and those that it went on as have cost. */
  private static Cost chain(WorkflowClient client, String run) {
    List<HistoryEvent> events = new ArrayList<>();
    String workflow = REPOSITORY + "/" + run;
    String id = client.newUntypedWorkflowStub(workflow).describe().getExecution().getRunId();
    int runs = 0;
    while (!id.isEmpty()) {
      List<HistoryEvent> one;
      try (Stream<HistoryEvent> all = client.streamHistory(workflow, id)) {
        one = all.toList();
      }
      events.addAll(one);
      runs++;
      id = one.get(0).getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId();
    }
    long tasks = count(events, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    double bytes = events.stream().mapToLong(HistoryEvent::getSerializedSize).sum();
    int largest =
        events.stream()
            .filter(e -> run.contains("/") || !e.hasWorkflowExecutionCompletedEventAttributes())
            .mapToInt(HistoryEvent::getSerializedSize)
            .max()
            .orElse(0);
    return new Cost(runs, events.size(), bytes, tasks, largest);
  }

  private static long count(List<HistoryEvent> events, EventType type) {
    return events.stream().filter(e -> e.getEventType() == type).count();
  }

  /** The worker, in a process whose memory is its own. */
  static final class Worker {

    private Worker() {}

    /** Takes the target and a folder. */
    public static void main(String[] args) throws InterruptedException {
      try (TemporalEngine engine =
          TemporalEngine.connect(settings(args[0], Path.of(args[1])), Workflows.definitions())) {
        TrivialSteps steps = new TrivialSteps();
        engine.host(
            List.of(steps, new UnitActivitiesImpl(steps, steps, steps, steps, steps)),
            new WorkerPlaces(new PoolSizes(PARALLEL, PARALLEL, PARALLEL)));
        System.out.println(WORKS);
        new CountDownLatch(1).await();
      }
    }
  }
}
