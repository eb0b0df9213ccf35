package dev.aidp.testkit.junit;

import dev.aidp.testkit.port.ToySteps;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import java.time.Duration;
import java.time.Instant;

/** Waits most of the time, and takes a step each time that it is awake. */
final class Nap implements NapWorkflow {

  private final WorkflowContext context;
  private boolean woken;

  private Nap(WorkflowContext context) {
    this.context = context;
  }

  static WorkflowDefinition<NapWorkflow> definition() {
    return new WorkflowDefinition<>(NapWorkflow.class, Nap::new);
  }

  @Override
  public String run(int hours, int times) {
    Instant began = context.now();
    context.steps(ToySteps.class, Step.command().named("lie-down")).note("lies down");
    for (int i = 1; i <= times && !woken; i++) {
      context.await(Duration.ofHours(hours), () -> woken);
      context.steps(ToySteps.class, Step.command().named("ring-" + i)).note("ring " + i);
    }
    long slept = Duration.between(began, context.now()).toHours();
    return (woken ? "woken" : "awake") + " after " + slept + " h";
  }

  @Override
  public void wake() {
    woken = true;
  }
}
