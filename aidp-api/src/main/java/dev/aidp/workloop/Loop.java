package dev.aidp.workloop;

import dev.aidp.run.Steerable;
import io.temporal.workflow.QueryMethod;

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
}
