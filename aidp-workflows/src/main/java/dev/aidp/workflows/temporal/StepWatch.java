package dev.aidp.workflows.temporal;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.UnusableException;
import io.temporal.activity.ActivityExecutionContext;
import java.util.Optional;

/** Sees the steps that a process performs begin and end; may tell them to let go. */
public interface StepWatch {

  /** Watches nothing. */
  StepWatch NONE = new StepWatch() {};

  /** Returns the repository whose steps are performed here, or an empty text for those of any. */
  default String repository() {
    return "";
  }

  /** Returns who else in this process performs the steps of {@code repository}. */
  default Optional<Served> neighbour(String repository) {
    return Optional.empty();
  }

  /** Called before a step that other processes may have to take over is performed. */
  default void began(ActivityExecutionContext step) {}

  /**
   * Called after that, within the step: returns when it may begin.
   *
   * @throws dev.aidp.failure.StepCancelledException if it shall stop instead
   */
  default void admit(ActivityExecutionContext context, StepInfo step) {}

  /** Called when it has ended, in whatever way, before the server is told. */
  default void ended(ActivityExecutionContext step) {}

  /**
   * Called when this process cannot perform a step, through no fault of the step: on a full disk
   * for instance.
   *
   * @return whether this process takes no further steps, so that whoever does next may take it at
   *     once
   */
  default boolean unusable(UnusableException why) {
    return false;
  }

  /**
   * Returns whether this process gives its steps back: they stop at their next beat and are not
   * recorded.
   */
  default boolean released() {
    return false;
  }
}
