package dev.aidp.workflows.housekeeping;

import dev.aidp.failure.Failure;
import dev.aidp.git.GitActivities;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import java.util.Optional;
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

  /** Removes the worktree of {@code work}; returns why it stays, if it does. */
  public Optional<String> close(Work work) {
    return perform(git -> git.close(work));
  }

  /** Removes what is left of the whole run. */
  private void tidy(Work work) {
    var unused = perform(git -> git.tidy(work));
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
            var unused = close(clean);
            return true;
          });
    }
  }

  private Optional<String> perform(Consumer<GitActivities> call) {
    GitActivities git = context.steps(GitActivities.class, Step.command().once());
    Outcome<Boolean> outcome =
        context
            .start(
                () -> {
                  call.accept(git);
                  return true;
                })
            .outcome();
    return outcome instanceof Outcome.Failed<Boolean> failed
        ? Optional.of(failed.failure()).map(Failure::message)
        : Optional.empty();
  }
}
