package dev.aidp.workflows.temporal;

import io.temporal.activity.ActivityExecutionContext;

/** Sees the steps that a process performs begin and end; may tell them to let go. */
public interface StepWatch {

  /** Watches nothing. */
  StepWatch NONE = new StepWatch() {};

  /** Called before a step that other processes may have to take over is performed. */
  default void began(ActivityExecutionContext step) {}

  /** Called when it has ended, in whatever way, before the server is told. */
  default void ended(ActivityExecutionContext step) {}

  /**
   * Returns whether this process gives its steps back: they stop at their next beat and are not
   * recorded.
   */
  default boolean released() {
    return false;
  }
}
