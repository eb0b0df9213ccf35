package dev.aidp.bench.peers;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The fan-out, of Aidp and of plain Temporal. */
@WorkflowInterface
public interface PeerFanOut {

  /** Returns how many steps were done. */
  @WorkflowMethod(name = "PeerFanOut")
  int run(int units);
}
