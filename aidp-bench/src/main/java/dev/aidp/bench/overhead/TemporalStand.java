package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Temporal's engine with a worker in this process. */
record TemporalStand(TemporalEngine engine, RunPlace place, WorkflowClient client, Runnable end)
    implements Stand {

  /** Returns one at {@code client}'s server; {@code end} closes the way there. */
  static Stand on(WorkflowClient client, Path folder, IterationSteps steps, Runnable end) {
    RunPlace place = new RunPlace("bench", UUID.randomUUID().toString());
    TemporalEngine engine =
        new TemporalEngine(
            TemporalSettings.of(TemporalConnection.of(client), place, folder),
            List.of(IterationsWorkflowImpl.definition()));
    engine.host(List.of(steps));
    return new TemporalStand(engine, place, client, end);
  }

  @Override
  public int run(String id, Work work) {
    return Stand.run(engine, id, work);
  }

  @Override
  public Optional<WorkflowExecutionHistory> history(String id) {
    return Optional.of(client.fetchHistory(place.workflowId(id)));
  }

  @Override
  public void close() {
    engine.close();
    end.run();
  }
}
