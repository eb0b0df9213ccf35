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
  private void tidy(Work work) {
    perform(git -> git.tidy(work));
  }

  /** Removes what a run that has ended needs no more; of one that was completed, all of it. */
  public void end(Work work, boolean completed) {
    if (completed) {
      tidy(work);
    } else {
      Work clean = new Work(work.run(), work.generation(), Work.CLEAN, 1);
      context.scope(
          "clean",
          () -> {
            close(clean);
            return true;
          });
    }
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
