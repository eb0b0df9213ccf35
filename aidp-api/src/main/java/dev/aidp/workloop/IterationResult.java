package dev.aidp.workloop;

import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.failure.Failure;
import dev.aidp.git.Changes;
import dev.aidp.git.TreeState;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How an iteration ended.
 *
 * @param found what its turn began with
 * @param turn how its turn ended
 * @param checks what its checks in the working copy came to; null if the turn failed, or they did
 *     not come to an end
 * @param clean what they came to in a clean checkout; null if that was not asked
 * @param failure why checks did not come to an end, or null: of kind {@code cancelled} if they were
 *     told to stop
 * @param changes what its turn's files differ in from where the unit began; null if the turn
 *     failed, or that could not be counted
 */
@RecordBuilder
public record IterationResult(
    TreeState found,
    TurnResult turn,
    @Nullable CheckReport checks,
    @Nullable CheckReport clean,
    @Nullable Failure failure,
    @Nullable Changes changes)
    implements IterationResultBuilder.With {

  /** Returns the result of one that ended with its turn. */
  public static IterationResult of(TreeState found, TurnResult turn) {
    return new IterationResult(found, turn, null, null, null, null);
  }

  /** Returns the result of the same turn, whose checks came to this. */
  public IterationResult checked(
      @Nullable CheckReport quick, @Nullable CheckReport decided, @Nullable Failure why) {
    return new IterationResult(found, turn, quick, decided, why, changes);
  }
}
