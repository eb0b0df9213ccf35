package dev.aidp.examples.ownworkflow;

import dev.aidp.run.UnitState;
import dev.aidp.workloop.WorkLoopRequest;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Lets an agent make a change until its checks are green, then tells people about it. */
@WorkflowInterface
public interface AnnouncedChangeWorkflow {

  /**
   * What is asked.
   *
   * @param task what the agent shall do
   * @param title what people are told
   */
  record Change(WorkLoopRequest task, String title) {}

  /**
   * What came of it.
   *
   * @param state how the loop ended
   * @param commit the change, or null without one
   * @param announcement what people were told, or null if there was nothing to tell
   */
  record Announced(UnitState state, @Nullable String commit, @Nullable String announcement) {}

  /** Works until people know of the change, or there is none. */
  @WorkflowMethod(name = "ExampleAnnouncedChange")
  Announced run(Change change);

  /** Ends the agent and then the run. */
  @SignalMethod(name = "cancel")
  void cancel();

  // tag::update[]
  /** Gives it another title while people do not know it yet; returns the one before. */
  @UpdateMethod(name = "retitle")
  String retitle(String title);

  /** Refuses what is no title, or comes too late: nothing of it is recorded then. */
  @UpdateValidatorMethod(updateName = "retitle")
  void checkRetitle(String title);

  // end::update[]

  /** Returns what it is doing, in a word. */
  @QueryMethod(name = "doing")
  String doing();
}
