package dev.aidp.bench;

import com.google.common.collect.ImmutableList;
import dev.aidp.bench.report.Machine;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.workloop.UnitActivitiesImpl;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a feature and its merge decide, by the unit: the time of the processor that their workflows
 * take, with the JSON that they send, on native, in whose steps nothing is done. Takes numbers of
 * units.
 */
public final class Decisions {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final ImmutableList<Class<?>> DECIDING =
      ImmutableList.of(FeatureOrchestrationWorkflow.class, MergeAtomicUnitsWorkflow.class);

  /** What each of them took the last time. */
  private static final Map<Class<?>, Double> MILLIS = new ConcurrentHashMap<>();

  private Decisions() {}

  /** Measures and prints a row a size. */
  public static void main(String[] args) {
    System.out.println("| units | feature, ms | a unit | merge, ms | a unit |");
    System.out.println("|---|---|---|---|---|");
    run(UnitCosts.WARM_UP);
    run(UnitCosts.WARM_UP);
    for (String units : args.length == 0 ? new String[] {"100", "1000", "10000"} : args) {
      run(Integer.parseInt(units));
      row(Integer.parseInt(units));
    }
    System.out.println("Measured on: " + Machine.line());
  }

  private static void row(int units) {
    double feature = MILLIS.getOrDefault(FeatureOrchestrationWorkflow.class, 0.0);
    double merge = MILLIS.getOrDefault(MergeAtomicUnitsWorkflow.class, 0.0);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %.0f | %.3f | %.0f | %.3f |%n",
        units,
        feature,
        feature / units,
        merge,
        merge / units);
  }

  private static void run(int units) {
    Path folder = Machine.folder("decisions");
    TrivialSteps steps = new TrivialSteps();
    try (Database database = Database.open(folder.resolve("aidp.db"));
        NativeEngine engine =
            NativeEngine.builder(database)
                .workflow(
                    Workflows.definitions().stream()
                        .map(Decisions::timed)
                        .toArray(WorkflowDefinition<?>[]::new))
                .activities(steps, new UnitActivitiesImpl(steps, steps, steps, steps, steps))
                .artifacts(UnitCosts.artifacts(folder))
                .sizes(new PoolSizes(UnitCosts.PARALLEL, UnitCosts.PARALLEL, UnitCosts.PARALLEL))
                .build()) {
      UnitCosts.run(engine, "many", units);
    }
    Machine.delete(folder);
  }

  private static <W> WorkflowDefinition<?> timed(WorkflowDefinition<W> definition) {
    return DECIDING.contains(definition.type())
        ? new WorkflowDefinition<>(definition.type(), context -> timed(definition, context))
        : definition;
  }

  /** A workflow's method is performed by one thread, from its begin to its end. */
  private static <W> W timed(WorkflowDefinition<W> definition, WorkflowContext context) {
    W decides = definition.factory().apply(context);
    return definition
        .type()
        .cast(
            Proxy.newProxyInstance(
                Decisions.class.getClassLoader(),
                new Class<?>[] {definition.type()},
                (self, method, args) -> {
                  long began = THREADS.getCurrentThreadCpuTime();
                  try {
                    return method.invoke(decides, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  } finally {
                    if (method.getName().equals("run")) {
                      double millis = (THREADS.getCurrentThreadCpuTime() - began) / 1e6;
                      MILLIS.put(definition.type(), millis);
                    }
                  }
                }));
  }
}
