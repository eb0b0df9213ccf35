package dev.aidp.workloop;

import dev.aidp.git.TreeState;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A loop's whole state at the end of an iteration.
 *
 * @param attempt the attempt, from 1
 * @param iteration the last finished iteration of it, 0 before the first
 * @param start the commit the unit began from, or null before its attempt began
 * @param state what the last turn left, or null before the first
 * @param feedback what the next prompt will say of the last iteration
 * @param metrics what was used
 */
@RecordBuilder
public record LoopCheckpoint(
    int attempt,
    int iteration,
    @Nullable String start,
    @Nullable TreeState state,
    String feedback,
    LoopMetrics metrics)
    implements LoopCheckpointBuilder.With {}
