package dev.aidp.testkit.port;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A child run whose program each test gives. */
@WorkflowInterface
public interface ToyChild {

  /** Runs the test's program. */
  @WorkflowMethod(name = "AidpToyChild")
  ToyWorkflow.Lines run(String input);

  /** Returns what it was told. */
  @QueryMethod(name = "heard")
  List<String> heard();

  /** Says something to it. */
  @SignalMethod(name = "say")
  void say(String text);
}
