package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.bench.report.Machine;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Path;
import java.util.Optional;

/** The native engine on a file of its own. */
record NativeStand(Database database, NativeEngine engine, Runnable end) implements Stand {

  static NativeStand in(Path folder, IterationSteps steps) {
    return in(folder, steps, () -> {});
  }

  /** Returns one in a new folder of {@code memory}, which is gone when it is closed. */
  static Stand inMemory(Path memory, IterationSteps steps) {
    Path folder = Machine.folder(memory, "aidp-bench");
    return in(folder, steps, () -> Machine.delete(folder));
  }

  private static NativeStand in(Path folder, IterationSteps steps, Runnable end) {
    Database database = Database.open(folder.resolve("aidp.db"));
    NativeEngine engine =
        NativeEngine.builder(database)
            .workflow(IterationsWorkflowImpl.definition())
            .activities(steps)
            .build();
    return new NativeStand(database, engine, end);
  }

  @Override
  public int run(String id, Work work) {
    return Stand.run(engine, id, work);
  }

  @Override
  public Optional<WorkflowExecutionHistory> history(String id) {
    return Optional.empty();
  }

  @Override
  public void close() {
    engine.close();
    database.close();
    end.run();
  }
}
