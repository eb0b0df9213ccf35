package dev.aidp.merge;

import dev.aidp.run.Steerable;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Joins finished units one after the other into a branch that is green after each of them.
 *
 * <pre>{@code
 * MergeResult merged =
 *     context
 *         .child(MergeAtomicUnitsWorkflow.class, "merge")
 *         .run(merge -> merge.run(MergeRequest.of("release", "csv", "fix")));
 * }</pre>
 */
@WorkflowInterface
public interface MergeAtomicUnitsWorkflow extends Steerable {

  /** Merges what can be merged; fails only by a fault of Aidp itself. */
  @WorkflowMethod(name = "AidpMergeAtomicUnits")
  MergeResult run(MergeRequest request);

  /** Returns how it stands. */
  @QueryMethod(name = "status")
  MergeReport status();

  /** Returns whether a person has stopped it for a while. */
  @QueryMethod(name = "paused")
  boolean paused();
}
