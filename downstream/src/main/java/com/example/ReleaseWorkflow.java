package com.example;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes a release and publishes it, once somebody has said so or the time is over. */
@WorkflowInterface
public interface ReleaseWorkflow {

  /** What is wanted: an agent's command, and how many milliseconds a person has to hurry. */
  record Wanted(String agent, long millis) {}

  @WorkflowMethod(name = "ExampleRelease")
  String run(Wanted wanted);

  @SignalMethod(name = "publish")
  void publish();

  @QueryMethod(name = "doing")
  String doing();
}
