package dev.aidp.runtime.nativeengine;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A workflow whose program each test gives. */
@WorkflowInterface
interface Job {
  @WorkflowMethod(name = "TestJob")
  String run(String input);

  @SignalMethod(name = "tell")
  void tell(String text);

  @UpdateMethod(name = "ask")
  String ask(String text);

  @UpdateValidatorMethod(updateName = "ask")
  void checkAsk(String text);

  @QueryMethod(name = "seen")
  List<String> seen();
}
