package dev.aidp.agent;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Runs agents. */
@ActivityInterface
public interface AgentActivities {

  /**
   * Ends what is left of an earlier start of this turn, puts the worktree back, runs the agent to
   * the end of its turn, ends what it left running, and records the tree it left. A turn that fails
   * is a value, not an exception.
   */
  @ActivityMethod(name = "AidpTurn")
  TurnResult turn(TurnRequest request);
}
