package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.runtime.engine.Engine;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.Optional;

/** An engine that is ready to run the iterations, and what is around it. */
interface Stand extends AutoCloseable {

  /** Runs them to their end; returns how many were done. */
  int run(String id, Work work);

  /** Does so on an engine of Aidp. */
  static int run(Engine engine, String id, Work work) {
    engine.start(id, IterationsWorkflow.class, loop -> loop.run(work));
    return engine.result(id, Integer.class).join().orThrow();
  }

  /** Returns the server's history of a run, where there is a server. */
  Optional<WorkflowExecutionHistory> history(String id);

  @Override
  void close();
}
