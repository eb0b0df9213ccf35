package dev.aidp.runtime.temporal;

import dev.aidp.activity.StepInfo;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;

/**
 * A run beside which something is kept: on the queue of its workflows, so that who works on it
 * works on that too.
 *
 * @param client the way to it
 * @param place the repository in which what is kept has its id
 * @param workflowId the run's id on the service
 */
public record BesideRun(WorkflowClient client, RunPlace place, String workflowId) {

  /** Returns the run that the activity on this thread performs a step of: the outermost one. */
  public static BesideRun current() {
    ActivityExecutionContext context = Activity.getExecutionContext();
    String part = context.getInfo().getWorkflowId();
    String key = StepInfo.current().key();
    String id = key.substring(0, key.lastIndexOf(':'));
    String repository =
        part.endsWith("/" + id) ? part.substring(0, part.length() - id.length() - 1) : "";
    RunPlace place = new RunPlace(repository, "");
    int parts = id.indexOf('/');
    String run = parts < 0 ? id : id.substring(0, parts);
    return new BesideRun(context.getWorkflowClient(), place, place.workflowId(run));
  }

  /** Returns the same for what is kept for all runs of {@code repository}. */
  public BesideRun in(String repository) {
    return new BesideRun(client, new RunPlace(repository, ""), workflowId);
  }

  String queue() {
    return client.newUntypedWorkflowStub(workflowId).describe().getTaskQueue();
  }
}
