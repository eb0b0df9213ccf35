package dev.aidp.workflows.housekeeping;

import dev.aidp.git.GitActivities;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.util.function.Consumer;

/**
 * Removes worktrees and snapshots. What cannot be removed stays, and the history says why: it
 * changes nothing about work that is done.
 */
public final class Housekeeping {

  private final WorkflowContext context;

  /** Makes one for a run. */
  public Housekeeping(WorkflowContext context) {
    this.context = context;
  }

  /** Removes the worktree of {@code work}. */
  public void close(Work work) {
    perform(git -> git.close(work));
  }

  /** Removes what is left of the whole run. */
  public void tidy(Work work) {
    perform(git -> git.tidy(work));
  }

  private void perform(Consumer<GitActivities> call) {
    GitActivities git = context.steps(GitActivities.class, Step.command());
    context
        .start(
            () -> {
              call.accept(git);
              return true;
            })
        .outcome();
  }
}
