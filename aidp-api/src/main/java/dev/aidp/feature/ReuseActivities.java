package dev.aidp.feature;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * What runs of a repository have finished, by the keys of their units: a hash of all that a unit's
 * work hangs on, which is its task, checks, agent, guards, inputs, and the files that it claims as
 * they are where it starts. Each is a command step that may be performed again.
 */
@ActivityInterface
public interface ReuseActivities {

  /** Returns which of the units are known to be finished, and still there. Changes nothing. */
  @ActivityMethod(name = "AidpFindResults")
  KnownResults find(FinishedWork here);

  /**
   * Puts earlier work on this run's base, and its branches at it. What does not apply cleanly there
   * is left out, and so is whatever needs that.
   */
  @ActivityMethod(name = "AidpAdoptResults")
  KnownResults adopt(FinishedWork here, KnownResults chosen);

  /** Keeps what this run has finished for later ones. */
  @ActivityMethod(name = "AidpKeepResults")
  void keep(FinishedWork here);
}
