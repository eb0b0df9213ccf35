package dev.aidp.artifact;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/**
 * Holds what units hand to each other against what the plan says of it. What is wrong is told, a
 * line each, at most ten of them.
 */
@ActivityInterface
public interface HandOverActivities {

  /**
   * Returns what keeps a unit from starting: of its inputs one that is not there any more, or not
   * as the unit expects it; of the schemas of its outputs one that cannot be used.
   */
  @ActivityMethod(name = "AidpCheckInputs")
  List<String> inputs(HandOver given);

  /** Returns what is wrong with the outputs that a unit has left. */
  @ActivityMethod(name = "AidpCheckOutputs")
  List<String> outputs(HandOver left);
}
