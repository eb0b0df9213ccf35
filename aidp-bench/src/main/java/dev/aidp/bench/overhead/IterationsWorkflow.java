package dev.aidp.bench.overhead;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A loop of the product's shape: a turn that can be stopped, then its checks. */
@WorkflowInterface
public interface IterationsWorkflow {

  /**
   * How much there is to do.
   *
   * @param iterations how many, of two steps each
   * @param agentMillis how long each turn takes
   */
  record Work(int iterations, int agentMillis) {}

  /** Returns how many iterations were done. */
  @WorkflowMethod(name = "BenchIterations")
  int run(Work work);

  /** Stops it. */
  @SignalMethod(name = "cancel")
  void cancel();
}
