package dev.aidp.workflows.request;

import dev.aidp.request.RequestActivities;
import dev.aidp.run.Names;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a run works on: as its request has it resolved, or by the first step of the run. */
public record Requests(WorkflowContext context) {

  /** The key of that step. */
  public static final String STEP = "request";

  /**
   * Returns {@code resolved} or, where that is null, what {@code resolve} makes of the run's name.
   *
   * @throws dev.aidp.failure.StepFailedException if the request is wrong
   */
  public <T> T work(@Nullable T resolved, BiFunction<RequestActivities, String, T> resolve) {
    if (resolved != null) {
      return resolved;
    }
    RequestActivities steps = context.steps(RequestActivities.class, Step.quick().named(STEP));
    return resolve.apply(steps, Names.runOf(context.runId()));
  }
}
