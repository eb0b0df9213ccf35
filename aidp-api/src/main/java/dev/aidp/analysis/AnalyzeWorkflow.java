package dev.aidp.analysis;

import dev.aidp.run.Steerable;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Looks once at a repository, at one commit: no agent, no checkout, nothing is changed.
 *
 * <pre>{@code
 * AnalysisReport report =
 *     aidp.start(AnalyzeWorkflow.class, StartOptions.id("look"), look -> look.run(new AnalyzeRequest("HEAD")))
 *         .result()
 *         .join();
 * }</pre>
 */
@WorkflowInterface
public interface AnalyzeWorkflow extends Steerable {

  /** Returns what there is; fails if there is no such commit. */
  @WorkflowMethod(name = "AidpAnalyze")
  AnalysisReport run(AnalyzeRequest request);
}
