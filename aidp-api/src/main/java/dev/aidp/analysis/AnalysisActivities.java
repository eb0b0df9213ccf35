package dev.aidp.analysis;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Looks at a repository; changes nothing in it. */
@ActivityInterface
public interface AnalysisActivities {

  /** Returns the commit that {@code ref} names now; a quick step. */
  @ActivityMethod(name = "AidpResolveCommit")
  String commit(String ref);

  /** Reads the tree of {@code commit}; a command step. */
  @ActivityMethod(name = "AidpAnalyzeTree")
  AnalysisReport analyze(String commit);
}
