package dev.aidp.feature;

import dev.aidp.workloop.Loop;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One unit of a feature: a worktree with its dependencies' work, a work loop, a commit. */
@WorkflowInterface
public interface AtomicUnitWorkflow extends Loop {

  /**
   * Works until the unit is done, has failed for good, or is cancelled; fails only by a fault of
   * Aidp itself.
   */
  @WorkflowMethod(name = "AidpAtomicUnit")
  UnitResult run(UnitWork work);
}
