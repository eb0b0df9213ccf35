package dev.aidp.workloop;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Takes iterations of work loops. */
@ActivityInterface
public interface IterationActivities {

  /**
   * Takes a turn and checks what it leaves: in the unit's working copy first, which is quick; where
   * that would end the unit's work, in a clean checkout of the same tree, which decides. The turn
   * is kept when it has ended: a later start of the step takes only its checks. A turn or a check
   * that fails is a value, not an exception.
   */
  @ActivityMethod(name = "AidpIteration")
  IterationResult iterate(IterationRequest request);
}
