package dev.aidp.cli;

import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;

/** A run of an application's own that ends once it is asked to. */
@WorkflowInterface
public interface AskedWorkflow {

  /** Waits until it is asked to {@code last}, and returns all it was asked. */
  @WorkflowMethod(name = "AidpAsked")
  String run(String last);

  /** Hears this. */
  @UpdateMethod(name = "ask")
  String ask(String text);

  /** Refuses what begins with {@code no}. */
  @UpdateValidatorMethod(updateName = "ask")
  void checkAsk(String text);

  /** Returns it for a worker. */
  static WorkflowDefinition<AskedWorkflow> definition() {
    return new WorkflowDefinition<>(
        AskedWorkflow.class, context -> new Asked(context, new ArrayList<>()));
  }

  /** The run. */
  record Asked(WorkflowContext context, List<String> heard) implements AskedWorkflow {

    @Override
    public String run(String last) {
      context.await(() -> heard.contains(last));
      return String.join(", ", heard);
    }

    @Override
    public String ask(String text) {
      heard.add(text);
      return "heard " + text;
    }

    @Override
    public void checkAsk(String text) {
      if (text.startsWith("no")) {
        throw new IllegalArgumentException("It does not take '" + text + "'.");
      }
    }
  }
}
