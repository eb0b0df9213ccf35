package dev.aidp.bench;

import dev.aidp.runtime.engine.Engine;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.Optional;

/** An engine that is ready to run {@link IterationsWorkflow}, and what is around it. */
interface Stand extends AutoCloseable {

  Engine engine();

  /** Returns the server's history of a run, where there is a server. */
  Optional<WorkflowExecutionHistory> history(String id);

  @Override
  void close();
}
