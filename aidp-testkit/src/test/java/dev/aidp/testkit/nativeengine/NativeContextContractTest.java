package dev.aidp.testkit.nativeengine;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.testkit.port.WorkflowContextContract;
import dev.aidp.workflow.WorkflowDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class NativeContextContractTest extends WorkflowContextContract {

  @TempDir Path folder;
  private final List<Database> databases = new ArrayList<>();

  /** Runs after the contract's own, which closes the engines. */
  @AfterEach
  void closeDatabases() {
    databases.forEach(Database::close);
  }

  @Override
  protected Engine engine(List<WorkflowDefinition<?>> definitions, List<?> activities) {
    Database database = Database.open(folder.resolve("aidp.db"));
    databases.add(database);
    return NativeEngine.builder(database)
        .workflow(definitions.toArray(WorkflowDefinition<?>[]::new))
        .activities(activities.toArray())
        .build();
  }
}
