package dev.aidp.activities.git;

import dev.aidp.activities.layout.Layout;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.Joined;
import dev.aidp.git.Joining;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The git steps. Safe for use by many threads. */
public final class GitActivitiesImpl implements GitActivities {

  private final Worktrees worktrees;
  private final Consumer<Work> endProcesses;

  /**
   * Makes them.
   *
   * @param layout whose repository
   * @param plans where the tasks of units are read
   * @param endProcesses ends what is left running in the worktree of a work
   * @param sign whether commits on branches are signed
   */
  public GitActivitiesImpl(
      Layout layout, PlanTasks plans, Consumer<Work> endProcesses, boolean sign) {
    this.worktrees = new Worktrees(layout);
    this.endProcesses = endProcesses;
  }

  @Override
  public Joined join(Joining joining) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ResolutionReading readResolution(Work work, Conflict conflict, TreeState state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TreeState open(Work work, String commit) {
    endProcesses.accept(work);
    return worktrees.open(work, commit);
  }

  @Override
  public String commit(Commit commit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void publish(Work work, String branch, String commit, @Nullable String replaces) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close(Work work) {
    endProcesses.accept(work);
    worktrees.close(work);
  }

  @Override
  public void tidy(Work work) {
    throw new UnsupportedOperationException();
  }
}
