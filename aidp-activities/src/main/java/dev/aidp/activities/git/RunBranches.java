package dev.aidp.activities.git;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The branches of runs, moved only from where they are expected to be: in the repository that a
 * step is performed in, or where all hosts find them.
 */
public interface RunBranches {

  /** Returns the commit that a branch of {@code run} points to, which is here then. */
  Optional<String> get(String run, String branch);

  /**
   * Points a branch of {@code run} to {@code commit}; does nothing where it does already.
   *
   * @param replaces what it may point to now, or null if it must not exist
   */
  void point(String run, String branch, String commit, @Nullable String replaces);
}
