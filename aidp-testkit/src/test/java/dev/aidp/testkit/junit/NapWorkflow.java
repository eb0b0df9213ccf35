package dev.aidp.testkit.junit;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Sleeps, and is woken. */
@WorkflowInterface
public interface NapWorkflow {

  /** Sleeps for so many hours, so often. */
  @WorkflowMethod(name = "ExampleNap")
  String run(int hours, int times);

  /** Wakes it. */
  @SignalMethod(name = "wake")
  void wake();
}
