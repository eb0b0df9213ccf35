package dev.aidp.testkit.port;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A run whose program each test gives. */
@WorkflowInterface
public interface ToyWorkflow {

  /** What a run returns, or answers while it runs. */
  record Lines(List<String> lines) {}

  /** Runs the test's program. */
  @WorkflowMethod(name = "AidpToy")
  Lines run(String input);

  /** Says something to it. */
  @SignalMethod(name = "say")
  void say(String text);

  /** Asks something of it, which the test's program answers. */
  @UpdateMethod(name = "ask")
  String ask(String text);

  /** Refuses what begins with {@code no}. */
  @UpdateValidatorMethod(updateName = "ask")
  void checkAsk(String text);

  /** Returns what it has written so far. */
  @QueryMethod(name = "lines")
  Lines lines();
}
