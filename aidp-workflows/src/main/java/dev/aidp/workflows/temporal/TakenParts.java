package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a run that were under way when it went on as new. Each is told who waits for it now; one
 * that has ended by then is asked for its result.
 */
final class TakenParts {

  private static final String MEMO = "aidpParts";

  /** One that is terminated tells nobody: it is looked for so often. */
  private static final Duration LOOK = Duration.ofMinutes(10);

  private final TemporalWorkflowContext context;
  private final Map<String, PartEnd> ends = new LinkedHashMap<>();
  private boolean hears;

  TakenParts(TemporalWorkflowContext context) {
    this.context = context;
  }

  /** Returns what the memo must hold of a run that goes on as new while {@code parts} do. */
  static Map<String, Object> memo(List<String> parts) {
    return Map.of(MEMO, parts.toArray(String[]::new));
  }

  /** Returns whether the run before this one has left {@code runId} under way. */
  boolean include(String runId) {
    @Nullable Object parts = Workflow.getMemo(MEMO, String[].class);
    return parts != null && Arrays.asList((String[]) parts).contains(runId);
  }

  /** Returns the result of {@code runId}, of {@code type}. */
  <R> Promise<R> result(String runId, Type type) {
    if (!hears) {
      hears = true;
      Workflow.registerListener((PartEnd.Hearing) end -> ends.put(end.part(), end));
    }
    String id = RunPlace.current().workflowId(runId);
    String scope = "taken-" + runId.substring(runId.lastIndexOf('/') + 1);
    return context.async(scope, () -> this.<R>awaited(id, type));
  }

  private <R> R awaited(String id, Type type) {
    boolean tells = told(id);
    PartEnd end = null;
    for (int look = 1; end == null; look++) {
      boolean heard = tells && context.await(LOOK, () -> ends.containsKey(id));
      Step step = Step.quick().named("end-" + look);
      end =
          heard
              ? ends.get(id)
              : context.lambda(step, PartEnd.class, PartEnd.class, () -> looked(id));
      tells = true;
    }
    return end.value(type);
  }

  private static boolean told(String id) {
    try {
      Workflow.newUntypedExternalWorkflowStub(id)
          .signal(PartEnd.TELL, Workflow.getInfo().getWorkflowId());
      return true;
    } catch (SignalExternalWorkflowException | TemporalFailure e) {
      return false; // it has ended
    }
  }

  /** Asks the server, within an activity; null: it is under way. */
  private static @Nullable PartEnd looked(String id) {
    WorkflowStub part =
        Activity.getExecutionContext().getWorkflowClient().newUntypedWorkflowStub(id);
    if (part.describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      return null;
    }
    try {
      return new PartEnd(id, part.getResult(JsonNode.class), null);
    } catch (WorkflowFailedException e) {
      return new PartEnd(id, null, Failures.of(e.getCause() == null ? e : e.getCause()));
    }
  }
}
