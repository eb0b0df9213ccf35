package dev.aidp.workloop;

import dev.aidp.run.Work;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The steps of a unit, each of several parts that one host performs one after the other. */
@ActivityInterface
public interface UnitActivities {

  /**
   * Makes the worktree where it does not stand yet, takes a turn and checks what it leaves: in the
   * unit's working copy first, which is quick; where that would end the unit's work, in a clean
   * checkout of the same tree, which decides. The turn is kept when it has ended: a later start of
   * the step takes only its checks. Where the unit wants its checks separate, a first step takes
   * the turn and a second one, which is given that, the checks. A worktree that cannot be made, a
   * turn or a check that fails is a value, not an exception.
   */
  @ActivityMethod(name = "AidpIteration")
  IterationResult iterate(IterationRequest request);

  /**
   * Commits a unit's work, keeps its evidence and removes its worktree; may be performed again
   * after a crash with the same result.
   */
  @ActivityMethod(name = "AidpFinishUnit")
  FinishedUnit finish(FinishRequest request);

  /**
   * Ends what is left of work that was told to end, keeps what it had changed since the commit
   * {@code start}, and removes its worktree.
   */
  @ActivityMethod(name = "AidpLeaveUnit")
  LeftWork leave(Work work, String start);
}
