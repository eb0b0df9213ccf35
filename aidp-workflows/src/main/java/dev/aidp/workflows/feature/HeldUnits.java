package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.util.Map;

/** Units that wait for a person, as what they need has failed. */
final class HeldUnits {

  private final WorkflowContext context;
  private final Steering steering;
  private boolean asking;
  private int resumes;

  HeldUnits(WorkflowContext context, Steering steering) {
    this.context = context;
    this.steering = steering;
  }

  /** Returns whether a person is waited for. */
  boolean asking() {
    return asking;
  }

  /**
   * Asks for a person once nothing else can be done; returns those that are given up, as the run
   * was told to go on.
   *
   * @param held the units that wait, and why
   */
  ImmutableMap<String, Failure> settle(ImmutableMap<String, Failure> held, boolean idle) {
    boolean goesOn = asking && steering.resumes() != resumes;
    if (asking && (goesOn || held.isEmpty() || !idle || steering.cancelled())) {
      asking = false;
      steering.goOn();
      return goesOn ? held : ImmutableMap.of();
    }
    if (!asking && idle && !held.isEmpty() && !steering.cancelled()) {
      Map.Entry<String, Failure> first = held.entrySet().iterator().next();
      asking = true;
      resumes = steering.resumes();
      steering.waitFor(
          new Waiting(
              Waiting.Reason.NEEDS,
              "The unit '%s' waits. %s".formatted(first.getKey(), first.getValue().message()),
              "Have that redone or changed, or resume the run: it goes on without.",
              null,
              context.now()));
    }
    return ImmutableMap.of();
  }
}
