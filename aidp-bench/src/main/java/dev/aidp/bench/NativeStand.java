package dev.aidp.bench;

import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Path;
import java.util.Optional;

/** The native engine on a file of its own. */
record NativeStand(Database database, NativeEngine engine) implements Stand {

  static Stand in(Path folder, IterationSteps steps) {
    Database database = Database.open(folder.resolve("aidp.db"));
    return new NativeStand(
        database,
        NativeEngine.builder(database)
            .workflow(IterationsWorkflowImpl.definition())
            .activities(steps)
            .build());
  }

  @Override
  public Optional<WorkflowExecutionHistory> history(String id) {
    return Optional.empty();
  }

  @Override
  public void close() {
    engine.close();
    database.close();
  }
}
