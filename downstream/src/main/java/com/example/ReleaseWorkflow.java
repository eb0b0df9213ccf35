package com.example;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes a release and publishes it, once somebody has said so or two hours are over. */
@WorkflowInterface
public interface ReleaseWorkflow {

  @WorkflowMethod(name = "ExampleRelease")
  String run(String agent);

  /** Publishes it at once, and says what was going on. */
  @UpdateMethod(name = "publish")
  String publish(String who);

  @UpdateValidatorMethod(updateName = "publish")
  void checkPublish(String who);

  @QueryMethod(name = "doing")
  String doing();
}
