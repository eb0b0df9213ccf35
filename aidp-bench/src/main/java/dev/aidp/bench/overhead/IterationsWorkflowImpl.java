package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationSteps.Order;
import dev.aidp.bench.overhead.IterationSteps.Reply;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;

/** The loop over the port, and the same as a plain loop. */
final class IterationsWorkflowImpl implements IterationsWorkflow {

  private static final int ORDER_BYTES = 1 << 10;
  static final String TEXT = "o".repeat(ORDER_BYTES);

  private final WorkflowContext context;
  private boolean cancelled;

  private IterationsWorkflowImpl(WorkflowContext context) {
    this.context = context;
  }

  static WorkflowDefinition<IterationsWorkflow> definition() {
    return new WorkflowDefinition<>(IterationsWorkflow.class, IterationsWorkflowImpl::new);
  }

  /** Does the same work without any engine. */
  static void plainly(Work work, TimedSteps steps) {
    for (int i = 0; i < work.iterations(); i++) {
      var unused = steps.turn(new Order(i, work.agentMillis(), TEXT));
    }
  }

  @Override
  public int run(Work work) {
    int done = 0;
    while (done < work.iterations() && !cancelled) {
      Order order = new Order(done, work.agentMillis(), TEXT);
      done += context.scope("iteration-" + (done + 1), () -> iteration(order)) ? 1 : 0;
    }
    return done;
  }

  private boolean iteration(Order order) {
    IterationSteps steps = context.steps(IterationSteps.class, Step.turn());
    Outcome<Reply> turn = context.until(() -> cancelled, () -> steps.iterate(order));
    return turn.ok();
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
