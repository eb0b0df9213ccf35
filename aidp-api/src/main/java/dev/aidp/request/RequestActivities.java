package dev.aidp.request;

import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeWork;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Makes of what a person asks what a run works on: settings read, base and branches looked up,
 * texts stored. A quick step; it changes no branch. What is wrong fails it for good, with every
 * finding.
 */
@ActivityInterface
public interface RequestActivities {

  /** Resolves what the run {@code run} is asked. */
  @ActivityMethod(name = "AidpResolveFeature")
  FeatureWork feature(String run, FeatureRequest request);

  /** Resolves what the run {@code run} is asked. */
  @ActivityMethod(name = "AidpResolveLoop")
  UnitWork loop(String run, WorkLoopRequest request);

  /** Resolves what the run {@code run} is asked. */
  @ActivityMethod(name = "AidpResolveMerge")
  MergeWork merge(String run, MergeRequest request);
}
