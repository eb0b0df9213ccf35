package dev.aidp.testkit.request;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A workflow of an application's own, composed of all of Aidp's. */
@WorkflowInterface
public interface ReleaseWorkflow {

  /** Makes a feature and a fix, and merges both; returns what each came to. */
  @WorkflowMethod(name = "TestRelease")
  List<String> run(String agent);
}
