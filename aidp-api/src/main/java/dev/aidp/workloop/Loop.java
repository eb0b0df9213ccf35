package dev.aidp.workloop;

import dev.aidp.run.Steerable;
import io.temporal.workflow.QueryMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every workflow that is a loop answers. */
public interface Loop extends Steerable {

  /** Returns how it stands. */
  @QueryMethod(name = "status")
  LoopStatus status();

  /** Returns what it has used. */
  @QueryMethod(name = "metrics")
  LoopMetrics metrics();

  /** Returns its whole state at the last boundary, from which another run can start. */
  @QueryMethod(name = "checkpoint")
  LoopCheckpoint checkpoint();

  /** Returns every finished iteration of this run so far, in their order. */
  @QueryMethod(name = "checkpoints")
  List<Checkpoint> checkpoints();

  /**
   * Returns its whole state at the end of one of these iterations, or null if there is none such.
   */
  @QueryMethod(name = "checkpoint_at")
  @Nullable LoopCheckpoint checkpointAt(int attempt, int iteration);
}
