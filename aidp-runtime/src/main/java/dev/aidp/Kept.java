package dev.aidp;

import dev.aidp.activities.git.GitActivitiesImpl;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.git.Commit;
import dev.aidp.git.TreeState;
import dev.aidp.run.RunKind;
import dev.aidp.run.Work;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.UnitWork;

/** Makes a branch of what a loop has done that came to no end of its own. */
final class Kept {

  private final TypedRun run;
  private final Layout layout;
  private final ArtifactStore artifacts;

  Kept(TypedRun run, Layout layout, ArtifactStore artifacts) {
    this.run = run;
    this.layout = layout;
    this.artifacts = artifacts;
  }

  /** Makes it; {@code past} knows what it has come to. */
  Receipt of(RunView view, Diff past) {
    if (!view.kind().equals(RunKind.LOOP.wireName())) {
      return new Receipt(
          Receipt.Outcome.UNSUPPORTED, "Only what a loop has done is kept; units have branches.");
    }
    LoopCheckpoint last = past.last(Work.LOOP).orElse(null);
    TreeState state = last == null ? null : last.state();
    if (last == null || last.start() == null || state == null) {
      return new Receipt(Receipt.Outcome.ALREADY, "It has changed nothing.");
    }
    String branch = view.units().get(0).head().branch();
    Repository repository = new Repository(layout);
    repository.demandState("the run '" + view.id() + "'", state);
    if (repository.branchExists(branch)) {
      return new Receipt(
          Receipt.Outcome.ALREADY, "It is kept; its branch is %s.".formatted(branch));
    }
    Work work = new Work(view.id(), view.run().generation(), Work.LOOP, last.attempt());
    String plan = run.request(UnitWork.class).plan();
    new GitActivitiesImpl(layout, new Worktrees(layout), new PlanTexts(artifacts), any -> {}, false)
        .commit(new Commit(work, last.start(), state, branch, plan, null));
    return Receipt.accepted("Its work, which nothing proves, is the branch %s.".formatted(branch));
  }
}
