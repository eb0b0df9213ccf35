package dev.aidp.workloop;

import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How an iteration ended.
 *
 * @param turn how its turn ended
 * @param checks what its checks in the working copy came to; null if the turn failed, or they did
 *     not come to an end
 * @param clean what they came to in a clean checkout; null if that was not asked
 * @param failure why checks did not come to an end, or null: of kind {@code cancelled} if they were
 *     told to stop
 */
public record IterationResult(
    TurnResult turn,
    @Nullable CheckReport checks,
    @Nullable CheckReport clean,
    @Nullable Failure failure) {

  /** Returns the result of one that ended with its turn. */
  public static IterationResult of(TurnResult turn) {
    return new IterationResult(turn, null, null, null);
  }
}
