package dev.aidp.workloop;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Reads what reviewers write. */
@ActivityInterface
public interface ReviewActivities {

  /**
   * Reads the review in the first fenced {@code json} block of a reply.
   *
   * @param reply the artifact that the reply is
   * @param from the commit that the work began from
   * @param to the tree that it left
   */
  @ActivityMethod(name = "AidpReadReview")
  ReviewReading read(String reply, String from, String to);
}
