package dev.aidp.bench.peers;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The work loop, of Aidp and of plain Temporal. */
@WorkflowInterface
public interface PeerLoop {

  /** Returns how many iterations were green. */
  @WorkflowMethod(name = "PeerLoop")
  int run(int iterations, int agentMillis);
}
