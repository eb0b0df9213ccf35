package com.example;

import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;

/** A plain Temporal workflow: Aidp's are children like any other, asked in JSON. */
@WorkflowInterface
public interface PlainRelease {

  @WorkflowMethod(name = "PlainRelease")
  String run(String agent);

  /** Its implementation. */
  final class Impl implements PlainRelease {

    @Override
    public String run(String agent) {
      ChildWorkflowOptions options =
          ChildWorkflowOptions.newBuilder()
              .setWorkflowId(Workflow.getInfo().getWorkflowId() + "-feature")
              .build();
      Map<?, ?> ended =
          Workflow.newUntypedChildWorkflowStub("AidpFeatureOrchestration", options)
              .execute(
                  Map.class,
                  Map.of(
                      "text", "F",
                      "plan", "{feature: F, units: [{id: one, task: One.}]}",
                      "branch", "plain",
                      "agents", Map.of("command", agent)));
      return ended.get("state") + " " + ended.get("commit");
    }
  }
}
