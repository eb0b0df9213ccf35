package dev.aidp.runtime.temporal;

import dev.aidp.failure.UnusableException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingWorkflowTaskState;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.TemporalFailure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sees that a run does not go on, as its program has changed or has a fault; the server tries again
 * for ever, and says so in its history only.
 */
final class StuckRun {

  private static final Pattern EVENT = Pattern.compile("event (\\d+) of type");

  private final WorkflowClient client;
  private final String runId;
  private final String workflowId;
  private int known = -1;
  private long looked;

  StuckRun(WorkflowClient client, String runId, String workflowId) {
    this.client = client;
    this.runId = runId;
    this.workflowId = workflowId;
  }

  /** Returns why it does not go on, if that has been so for a while. */
  Optional<UnusableException> why() {
    DescribeWorkflowExecutionResponse run =
        client.newUntypedWorkflowStub(workflowId).describe().getRawDescription();
    int attempt = run.getPendingWorkflowTask().getAttempt();
    known = known < 0 ? leftByOthers(run.getPendingWorkflowTask()) : known;
    boolean stuck = attempt > known;
    // A server for tests says nothing of its tasks, nor how large a history is.
    long length = run.getWorkflowExecutionInfo().getHistoryLength();
    boolean unknown = run.getWorkflowExecutionInfo().getHistorySizeBytes() == 0 && length != looked;
    looked = length;
    return stuck || unknown ? why(client.fetchHistory(workflowId)) : Optional.empty();
  }

  /** What another program has left does not count, nor what it is about to fail at as it closes. */
  private static int leftByOthers(PendingWorkflowTaskInfo task) {
    boolean underWay =
        task.getState() == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_STARTED;
    return task.getAttempt() > 1 && underWay
        ? task.getAttempt() + 1
        : Math.max(1, task.getAttempt());
  }

  private Optional<UnusableException> why(WorkflowExecutionHistory history) {
    WorkflowTaskFailedEventAttributes failed = null;
    for (HistoryEvent event : history.getEvents()) {
      if (event.hasWorkflowTaskFailedEventAttributes()) {
        failed = event.getWorkflowTaskFailedEventAttributes();
      } else if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) {
        failed = null;
      }
    }
    if (failed == null) {
      return Optional.empty();
    }
    WorkflowTaskFailedCause cause = failed.getCause();
    DataConverter converter = client.getOptions().getDataConverter();
    String message = messages(failed.getFailure(), converter);
    if (cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR) {
      return Optional.of(changed(runId, history, message, converter, null));
    }
    if (cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SEARCH_ATTRIBUTES) {
      return Optional.of(
          new UnusableException(
              "The Temporal service does not take a search attribute of run %s: %s"
                  .formatted(runId, message),
              SearchAttributeNames.remedy("NAME") + "; the run then goes on."));
    }
    return cause
            == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE
        ? Optional.of(
            new UnusableException(
                "The workflow of run %s has a fault: %s".formatted(runId, message),
                "Go on with a version where it is mended."))
        : Optional.empty();
  }

  private static String messages(Failure failure, DataConverter converter) {
    String own =
        converter.failureToException(failure) instanceof TemporalFailure told
            ? String.valueOf(told.getOriginalMessage())
            : failure.getMessage();
    return failure.hasCause() ? own + " " + messages(failure.getCause(), converter) : own;
  }

  /** Returns what is wrong, with what is recorded where {@code message} says that it differs. */
  static UnusableException changed(
      String runId,
      WorkflowExecutionHistory history,
      String message,
      DataConverter converter,
      @Nullable Throwable cause) {
    Matcher event = EVENT.matcher(message);
    String where =
        event.find()
            ? history.getEvents().stream()
                .filter(one -> one.getEventId() == Long.parseLong(event.group(1)))
                .findFirst()
                .map(one -> recorded(one, converter))
                .orElse("")
            : "";
    String what = "The program of run " + runId + " has changed";
    String text = where.isEmpty() ? what + ": " + message : what + ": its history holds " + where;
    String remedy = "Go on with the version that began it, or start a new run.";
    return cause == null
        ? new UnusableException(text, remedy)
        : new UnusableException(text, remedy, cause);
  }

  private static String recorded(HistoryEvent event, DataConverter converter) {
    String what =
        switch (event.getEventType()) {
          case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, EVENT_TYPE_MARKER_RECORDED ->
              "the step '" + RunHistory.key(event, converter) + "'";
          case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
              "the child '"
                  + event.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId()
                  + "'";
          case EVENT_TYPE_TIMER_STARTED -> "a timer";
          default -> "the event " + event.getEventType();
        };
    return what + ", for which it does not ask there (event " + event.getEventId() + ").";
  }
}
