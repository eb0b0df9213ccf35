package dev.aidp.workflows.temporal;

import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a run belongs, kept in its memo and handed on to its children.
 *
 * @param repository the prefix of its id on the server, so that two repositories may both have a
 *     run {@code f-csv}; empty for none
 * @param place the host and repository whose queues its steps use, so that nobody is given a path
 *     that is not his; empty for none
 */
public record RunPlace(String repository, String place) {

  /** A run that somebody else started: its id is its own, its queues are everybody's. */
  public static final RunPlace NOWHERE = new RunPlace("", "");

  private static final String REPOSITORY = "aidpRepository";
  private static final String PLACE = "aidpPlace";

  /** Returns the id on the server of the run {@code runId}. */
  public String workflowId(String runId) {
    return repository.isEmpty() ? runId : repository + "/" + runId;
  }

  /** Returns the id of the run that the server knows as {@code workflowId}. */
  public String runId(String workflowId) {
    String prefix = workflowId("");
    return workflowId.startsWith(prefix) ? workflowId.substring(prefix.length()) : workflowId;
  }

  /** Returns what a run's memo must hold. */
  public Map<String, Object> memo() {
    Map<String, Object> memo = new LinkedHashMap<>();
    if (!repository.isEmpty()) {
      memo.put(REPOSITORY, repository);
    }
    if (!place.isEmpty()) {
      memo.put(PLACE, place);
    }
    return memo;
  }

  /** Returns the place of the run whose thread this is. */
  static RunPlace current() {
    return of(name -> Workflow.getMemo(name, String.class));
  }

  /** Returns the place of the run whose memo {@code memo} reads. */
  public static RunPlace of(Function<String, @Nullable Object> memo) {
    return new RunPlace(remembered(memo, REPOSITORY), remembered(memo, PLACE));
  }

  /** Returns the id of the run whose thread this is. */
  static String currentRunId() {
    return current().runId(Workflow.getInfo().getWorkflowId());
  }

  private static String remembered(Function<String, @Nullable Object> memo, String name) {
    @Nullable Object value = memo.apply(name);
    return value == null ? "" : (String) value;
  }
}
