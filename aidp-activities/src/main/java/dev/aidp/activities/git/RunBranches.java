package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
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

  /** Returns those of the repository of {@code layout}. */
  static RunBranches local(Layout layout) {
    Branches all = new Branches(Git.in(layout.gitDir()));
    return new RunBranches() {
      @Override
      public Optional<String> get(String run, String branch) {
        return all.get(branch);
      }

      @Override
      public void point(String run, String branch, String commit, @Nullable String replaces) {
        all.point(branch, commit, replaces);
      }
    };
  }

  /**
   * Returns what to say of a branch that leads to somebody else's commit.
   *
   * @param where the branch is, if not in this repository; else an empty text
   */
  static StepFailedException foreign(
      String branch, String where, String now, @Nullable String expected) {
    String wanted = expected == null ? "it should not exist" : "it should point to " + expected;
    return new StepFailedException(
        Failure.of(
            FailureKind.PERMANENT,
            "The branch %s points to %s%s, which this run did not make (%s). Rename or delete it, then retry."
                .formatted(branch, now, where, wanted)));
  }
}
