package dev.aidp.examples.ownworkflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Tells people things. */
@ActivityInterface
public interface Announcements {

  /** Says that {@code branch} holds {@code title}, once, and returns what was said. */
  @ActivityMethod(name = "ExampleAnnounce")
  String announce(String title, String branch);
}
