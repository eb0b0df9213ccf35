package dev.aidp.workflows.feature;

import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.run.Check;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.workloop.UnitLoop;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import org.jspecify.annotations.Nullable;

/**
 * The loop as one unit of a feature. One that is a feature by itself is planned first, and once its
 * parts are done, what they come to is checked, and mended where it is red.
 */
public final class AtomicUnitWorkflowImpl extends UnitLoop implements AtomicUnitWorkflow {

  private final WorkflowContext context;
  private @Nullable UnitDivision division;

  /** Makes one run of it. */
  public AtomicUnitWorkflowImpl(WorkflowContext context) {
    super(context);
    this.context = context;
  }

  @Override
  public UnitResult run(UnitWork work) {
    if (!work.node().divides()) {
      return work(work, Check.Phase.ON_COMPLETION);
    }
    if (!work.node().parts().isEmpty()) {
      return together(work, Check.Phase.ON_COMPLETION);
    }
    UnitDivision first = new UnitDivision(context, steering, work);
    division = first;
    return first.run();
  }

  @Override
  public LoopStatus status() {
    LoopStatus status = super.status();
    return division == null
        ? status
        : new LoopStatus(
            status.phase(),
            status.paused(),
            division.running(),
            status.failing(),
            status.parked(),
            status.waiting(),
            status.receipts(),
            false);
  }
}
