package dev.aidp.git;

import dev.aidp.run.ResolverScope;
import dev.aidp.run.Work;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the repository; each a command step that may be performed again after a crash
 * with the same result.
 */
@ActivityInterface
public interface GitActivities {

  /** Joins units in the object store: no checkout is touched, no ref but a snapshot is written. */
  @ActivityMethod(name = "AidpJoin")
  JoinResult join(JoinRequest joining);

  /**
   * Merges units two by two, on trial, in the object store, and keeps what came of it by what the
   * two are.
   */
  @ActivityMethod(name = "AidpPredict")
  Clashing predict(Prediction prediction);

  /**
   * Reads from {@code state} what a resolver made of {@code conflict}, and what is wrong with it.
   *
   * @param scope what it may change; null: the conflicting files
   */
  @ActivityMethod(name = "AidpReadResolution")
  ResolutionReading readResolution(
      Work work, Conflict conflict, TreeState state, @Nullable ResolverScope scope);

  /** Remembers resolutions that passed, for all later runs in this repository. */
  @ActivityMethod(name = "AidpRemember")
  void remember(Work work, List<Resolution> resolutions);

  /**
   * Makes the worktree of {@code work}, or puts it back, to {@code commit}; an older attempt's is
   * gone afterwards.
   */
  @ActivityMethod(name = "AidpOpenWorktree")
  TreeState open(Work work, String commit);

  /**
   * Makes the worktree of {@code work} as {@link #open} does, for work that goes on from {@code
   * from}, which is kept for it; its first turn puts the files to that.
   *
   * @return what {@code commit}, from which the unit began, holds
   */
  @ActivityMethod(name = "AidpResumeWorktree")
  TreeState resume(Work work, String commit, TreeState from);

  /** Counts what differs between two commits or trees. */
  @ActivityMethod(name = "AidpChanges")
  Changes changes(Work work, String from, String to);

  /** Commits a unit's work once, however often it is called, and points its branch to it. */
  @ActivityMethod(name = "AidpCommit")
  String commit(Commit commit);

  /**
   * Points the result branch to {@code commit}, once.
   *
   * @param replaces what the branch may point to now, or null if it must not exist
   */
  @ActivityMethod(name = "AidpPublish")
  void publish(Work work, String branch, String commit, @Nullable String replaces);

  /**
   * Ends what its processes left running and records what the worktree of {@code work} holds, half
   * done as it may be; the worktree stays.
   *
   * @return what it holds, or null if there is none
   */
  @ActivityMethod(name = "AidpRecordWorktree")
  @Nullable TreeState record(Work work);

  /** Removes the worktree of {@code work} and what its processes left running. */
  @ActivityMethod(name = "AidpCloseWorktree")
  void close(Work work);

  /** Removes the run's snapshots that nobody needs any more. */
  @ActivityMethod(name = "AidpTidy")
  void tidy(Work work);
}
