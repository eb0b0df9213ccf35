package dev.aidp.command;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Runs checks. */
@ActivityInterface
public interface CommandActivities {

  /**
   * Runs all checks side by side on exactly the given tree. Where one changed the tree meanwhile,
   * it is put back and they run again one by one; ignored files that they write in a working copy
   * stay.
   */
  @ActivityMethod(name = "AidpChecks")
  CheckReport checks(ChecksRequest request);
}
