package dev.aidp.workflows.workloop;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.TreeState;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitWork;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * What an agent wants before its next turn: an answer, or a unit of the settings done.
 *
 * @param recorded told of each turn that was recorded meanwhile
 */
record BetweenTurns(
    WorkflowContext context,
    Steering steering,
    UnitWork unit,
    Questions questions,
    BiConsumer<TurnResult, TurnRecord> recorded) {

  /**
   * How it ended.
   *
   * @param state what the next turn finds
   * @param told what it is told
   */
  record Ended(TreeState state, String told) {}

  /** Returns what {@code turn} wanted, in a few words. */
  static String words(TurnResult turn) {
    String question = turn.texts().question();
    return question == null ? "named the unit " + turn.texts().next() : "asked: " + question;
  }

  /** Has it done; {@code last} is asked as that turn was, with what it has left. */
  Ended done(TurnResult turn, TurnRequest last) {
    String question = turn.texts().question();
    return question != null
        ? new Ended(turn.state(), questions.ask(question))
        : new ChosenUnit(context, steering, unit, recorded)
            .run(Objects.requireNonNull(turn.texts().next()), last);
  }
}
