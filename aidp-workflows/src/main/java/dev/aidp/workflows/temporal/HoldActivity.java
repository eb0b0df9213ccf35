package dev.aidp.workflows.temporal;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Holds a place of a host for one part of a run. */
@ActivityInterface
public interface HoldActivity {

  String NAME = "AidpHold";

  /**
   * Tells the run which queue the steps of its part go to from now on, and beats until the run lets
   * the place go or the host gives it back.
   *
   * @param epoch how many places the run has asked for with this one
   * @param repository whose run it is, or an empty text where that is not told
   */
  @ActivityMethod(name = NAME)
  void hold(int epoch, String repository);
}
