package dev.aidp.bench.peers;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A unit of the fan-out, of Aidp and of plain Temporal. */
@WorkflowInterface
public interface PeerUnit {

  /** Returns how many steps were done. */
  @WorkflowMethod(name = "PeerUnit")
  int run(int unit);
}
