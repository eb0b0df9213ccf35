package dev.aidp.workflows.workloop;

import dev.aidp.agent.TurnResult;
import dev.aidp.git.TreeState;
import dev.aidp.run.DiffGuards;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.turn.TurnExecutor;
import java.util.function.Consumer;

/**
 * A turn in which whoever is stuck says what stands in the way, before somebody else goes on: step
 * {@code diagnosis/agent} of its iteration. What it changes is put back before the next turn.
 *
 * @param recorded told of each turn that was recorded
 */
record DiagnosisTurn(
    WorkflowContext context,
    TurnExecutor turns,
    UnitRequests requests,
    Consumer<TurnResult> recorded) {

  /** Returns the end of what it said; empty if it came to nothing. */
  String said(LoopProgress progress, TreeState state, DiffGuards guards) {
    TurnResult turn =
        context.scope(
            "diagnosis",
            () ->
                turns.take(
                    requests.weight(),
                    () -> requests.diagnosis(progress, state, guards),
                    recorded));
    return turn.failure() == null ? turn.texts().tail() : "";
  }
}
