package dev.aidp.runtime.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The histories of a workflow that went on as new, as far as the service still knows them. */
final class ContinuedRuns {

  private final WorkflowClient client;

  ContinuedRuns(WorkflowClient client) {
    this.client = client;
  }

  /** Returns {@code last} and those before it, the first one first. */
  List<WorkflowExecutionHistory> upTo(WorkflowExecutionHistory last) {
    Deque<WorkflowExecutionHistory> runs = new ArrayDeque<>();
    Optional<WorkflowExecutionHistory> one = Optional.of(last);
    while (one.isPresent()) {
      runs.addFirst(one.get());
      one = before(one.get());
    }
    return List.copyOf(runs);
  }

  private Optional<WorkflowExecutionHistory> before(WorkflowExecutionHistory run) {
    String before =
        run.getEvents()
            .get(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getContinuedExecutionRunId();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.fetchHistory(run.getWorkflowExecution().getWorkflowId(), before));
    } catch (RuntimeException e) {
      if (NotFound.is(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
