package dev.aidp.workloop;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.agent.FiledTask;
import dev.aidp.git.TreeState;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
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
 * @param tasks what its agent has noted that is left to do
 */
@RecordBuilder
public record LoopCheckpoint(
    int attempt,
    int iteration,
    @Nullable String start,
    @Nullable TreeState state,
    String feedback,
    LoopMetrics metrics,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FiledTask> tasks)
    implements LoopCheckpointBuilder.With {

  /** Copies the tasks; takes nothing for none. */
  @SuppressWarnings("ConstantValue")
  public LoopCheckpoint {
    tasks = tasks == null ? ImmutableList.of() : ImmutableList.copyOf(tasks);
  }
}
