package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.run.Count;
import dev.aidp.run.Role;
import dev.aidp.run.UnitAction;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.turn.TurnExecutor;
import dev.aidp.workloop.UnitWork;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has done between two of its turns, by naming a unit of the settings: a command,
 * once or until it exits 0, in its worktree. What the command changes stays, unless it fails.
 *
 * @param recorded told of each turn of the command that was recorded
 */
record ChosenUnit(
    WorkflowContext context,
    Steering steering,
    UnitWork unit,
    BiConsumer<TurnResult, TurnRecord> recorded) {

  /** Most of an output that the next prompt shows, in characters. */
  private static final int SHOWN = 4_000;

  /** Has {@code name} done; {@code last} is the turn that has named it, with what it has left. */
  BetweenTurns.Ended run(String name, TurnRequest last) {
    Map<String, UnitAction> known = unit.settings().units();
    UnitAction action = known.get(name);
    return action == null
        ? new BetweenTurns.Ended(
            last.state(),
            "You named the unit `%s`, which there is not. There is: %s."
                .formatted(name, String.join(", ", known.keySet())))
        : context.scope("unit", () -> run(name, action, last));
  }

  private BetweenTurns.Ended run(String name, UnitAction action, TurnRequest last) {
    UnitWork work = CommandUnit.of(unit, action);
    UnitAction.Poll poll = action.poll();
    Polling polling = poll == null ? null : new Polling(context, steering, action.command(), poll);
    for (int look = 1; ; look++) {
      TurnResult turn = context.scope("look-" + look, () -> turn(work, last));
      Failure why = turn.failure();
      if (why == null || polling == null || !polling.again()) {
        return ended(name, look, turn, polling);
      }
    }
  }

  private TurnResult turn(UnitWork work, TurnRequest last) {
    TurnExecutor turns =
        new TurnExecutor(context, steering, work.settings(), Role.CODER, unit.node().weight());
    TurnRequest request =
        last.withAsked(
                TurnRequest.Asked.of(TurnExecutor.agent(work.settings(), Role.CODER).first()))
            .withBrief(last.brief().withInstructions(ImmutableList.of()));
    return turns.take(
        unit.node().weight(),
        () -> request,
        turn -> recorded.accept(turn, turns.taken(last.work().attempt(), last.iteration(), turn)));
  }

  private static BetweenTurns.Ended ended(
      String name, int looks, TurnResult turn, @Nullable Polling polling) {
    Failure why = turn.failure();
    String told =
        why == null
            ? "it has exited 0%s. The end of its output:\n%s"
                .formatted(
                    looks == 1 ? "" : " (%s)".formatted(Count.of(looks, "look")),
                    Excerpt.end(turn.texts().tail(), SHOWN))
            : Excerpt.start((polling == null ? why : polling.late(looks, why)).message(), SHOWN);
    return new BetweenTurns.Ended(
        turn.state(), "You named the unit `%s` to be done next: %s".formatted(name, told));
  }
}
