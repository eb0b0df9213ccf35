package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.FiledTask;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.failure.Failure;
import dev.aidp.git.TreeState;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopMetrics;
import dev.aidp.workloop.LoopPhase;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a unit's loop stands. Each method is one event and returns what follows from it; {@link
 * LoopTable} refuses those that cannot happen.
 *
 * @param phase within the iteration
 * @param iteration the one under way or the last one of the attempt, from 1; 0 before the first
 * @param last the state at the last boundary
 * @param turn the last turn of this attempt, or null
 * @param checks what checked it, or null
 * @param shortfall what it lacked, or null
 * @param failure why the attempt, or all of it, failed; or null
 */
@RecordBuilder
record LoopProgress(
    LoopPhase phase,
    int iteration,
    LoopCheckpoint last,
    @Nullable TurnResult turn,
    @Nullable CheckReport checks,
    @Nullable UnmetCriteria shortfall,
    @Nullable Failure failure)
    implements LoopProgressBuilder.With {

  /** Returns a loop that has not begun. */
  static LoopProgress begin() {
    return begin(0, ImmutableList.of());
  }

  /**
   * Returns one that has not begun, of a unit that was started {@code starts} times before and has
   * noted {@code tasks}.
   */
  static LoopProgress begin(int starts, List<FiledTask> tasks) {
    LoopCheckpoint nothing = new LoopCheckpoint(starts, 0, null, null, "", LoopMetrics.NONE, tasks);
    return new LoopProgress(LoopPhase.READY, 0, nothing, null, null, null, null);
  }

  /** The next attempt begins, from the commit {@code start}. */
  LoopProgress begun(String start) {
    LoopPhase ready = phase == LoopPhase.READY ? phase : LoopTable.move(phase, LoopPhase.READY);
    LoopCheckpoint fresh =
        new LoopCheckpoint(
            last.attempt() + 1,
            0,
            start,
            null,
            AttemptWords.ended(this),
            last.metrics(),
            last.tasks());
    return new LoopProgress(ready, 0, fresh, null, null, null, null);
  }

  /** The next attempt begins, and goes on from {@code from}, which an earlier one has reached. */
  LoopProgress resumed(String start, LoopCheckpoint from) {
    LoopProgress fresh = begun(start);
    LoopCheckpoint now =
        fresh
            .last
            .withIteration(from.iteration())
            .withState(from.state())
            .withFeedback(from.feedback())
            .withTasks(from.tasks());
    return fresh.withIteration(from.iteration()).withLast(now);
  }

  /** The next turn is about to be taken. */
  LoopProgress patching() {
    LoopPhase next = LoopTable.move(phase, LoopPhase.APPLY_PATCH);
    return withPhase(next).withIteration(iteration + 1).withFailure(null);
  }

  /** A turn was recorded, well or not; it may be repeated. */
  LoopProgress turned(TurnResult result) {
    LoopMetrics metrics = last.metrics().turned(result.failure() != null, result.usage());
    return withLast(last.withMetrics(metrics)).withTurn(result).withFailure(null);
  }

  /** The turn is over, the checks begin. */
  LoopProgress testing() {
    return in(LoopPhase.TEST, null);
  }

  /** The turn failed and is not repeated: so does the attempt. */
  LoopProgress turnFailed(Failure why) {
    return in(LoopPhase.FAIL, why);
  }

  /** The turn wants something before the next one, so that nothing was checked. */
  LoopProgress asked() {
    TreeState state = turn == null ? null : turn.state();
    LoopCheckpoint now = last.withIteration(iteration).withState(state).withFeedback("");
    return in(LoopPhase.NEXT_PATCH, null).withLast(now).withShortfall(null);
  }

  /** The checks have run on what the turn left. */
  LoopProgress tested(CheckReport report, UnmetCriteria lacking) {
    LoopMetrics metrics = last.metrics().checked(report.results().size(), lacking.red().size());
    TreeState state = turn == null ? null : turn.state();
    LoopCheckpoint now = last.withIteration(iteration).withState(state).withMetrics(metrics);
    LoopPhase next = LoopTable.move(phase, lacking.none() ? LoopPhase.PASS : LoopPhase.FAIL);
    return new LoopProgress(next, iteration, now, turn, report, lacking, null);
  }

  /** There is no further iteration. */
  LoopProgress exhausted(Failure why) {
    return withFailure(why);
  }

  /** What failed becomes the next prompt. */
  LoopProgress diagnosed(String feedback) {
    return in(LoopPhase.DIAGNOSE, null).withLast(last.withFeedback(feedback));
  }

  /** It would be done, but a person has said something that no turn has heard yet. */
  LoopProgress toldMore() {
    return in(LoopPhase.NEXT_PATCH, null).withLast(last.withFeedback("")).withShortfall(null);
  }

  /** It would be done, but a person has rejected it and said why. */
  LoopProgress rejected(String feedback) {
    return in(LoopPhase.NEXT_PATCH, null).withLast(last.withFeedback(feedback)).withShortfall(null);
  }

  /** It would be done, but a reviewer has found something. */
  LoopProgress sentBack(String findings) {
    return in(LoopPhase.NEXT_PATCH, null).withLast(last.withFeedback(findings)).withShortfall(null);
  }

  /** The next iteration may begin. */
  LoopProgress nextPatch() {
    return in(LoopPhase.NEXT_PATCH, null);
  }

  /** It has ended: well if {@code why} is null. */
  LoopProgress done(@Nullable Failure why) {
    return in(LoopPhase.DONE, why);
  }

  /** Returns whether a further iteration follows in this attempt. */
  boolean goesOn() {
    return phase == LoopPhase.READY || phase == LoopPhase.NEXT_PATCH;
  }

  /** Returns whether the unit is done and only its commit is missing. */
  boolean passed() {
    return phase == LoopPhase.PASS;
  }

  /** Returns the names of what was red last. */
  List<String> failing() {
    return shortfall == null ? ImmutableList.of() : shortfall.failing();
  }

  private LoopProgress in(LoopPhase next, @Nullable Failure why) {
    return withPhase(LoopTable.move(phase, next)).withFailure(why);
  }
}
