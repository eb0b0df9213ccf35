package dev.aidp.feature;

import dev.aidp.run.PartWaiting;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the parts of a feature let it know while they are under way. */
@ActivityInterface
public interface NewsActivities {

  /**
   * Tells the feature {@code run}, by {@link FeatureOrchestrationWorkflow#partWaits}. A part of
   * anything else than a run of Aidp tells nobody.
   */
  @ActivityMethod(name = "AidpTellWaiting")
  void tell(String run, PartWaiting news);
}
