package dev.aidp.activities.git;

import com.google.common.base.Suppliers;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.Changes;
import dev.aidp.git.Clashing;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Prediction;
import dev.aidp.git.Resolution;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.run.Names;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The git steps. Safe for use by many threads. */
public final class GitActivitiesImpl implements GitActivities {

  private final Git git;
  private final Objects objects;
  private final Branches local;
  private final RunBranches branches;
  private final Worktrees worktrees;
  private final ResolutionMemory memory;
  private final JsonFileCache<String[]> trials;
  private final PlanTasks plans;
  private final Consumer<Work> endProcesses;
  private final CleanCheckouts cleanCheckouts;
  private final boolean sign;
  private final Supplier<Identity> identity;

  /**
   * Makes them.
   *
   * @param layout whose repository
   * @param worktrees its worktrees
   * @param plans where the tasks of units are read
   * @param endProcesses ends what is left running in the worktree of a work
   * @param sign whether commits on branches are signed
   */
  public GitActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      PlanTasks plans,
      Consumer<Work> endProcesses,
      boolean sign) {
    this(layout, worktrees, plans, endProcesses, sign, RunBranches.local(layout));
  }

  /** Likewise, with the branches of runs where {@code branches} has them. */
  public GitActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      PlanTasks plans,
      Consumer<Work> endProcesses,
      boolean sign,
      RunBranches branches) {
    this.git = Git.in(layout.gitDir());
    this.objects = new Objects(git);
    this.local = new Branches(git);
    this.branches = branches;
    this.worktrees = worktrees;
    this.memory = new ResolutionMemory(layout, git);
    this.trials = new JsonFileCache<>(layout.trials(), String[].class);
    this.plans = plans;
    this.endProcesses = endProcesses;
    this.cleanCheckouts = new CleanCheckouts(layout, worktrees, endProcesses);
    this.sign = sign;
    this.identity = Suppliers.memoize(() -> Identity.of(git));
  }

  @Override
  public JoinResult join(JoinRequest joining) {
    return new Join(git, joining, identity.get(), sign, memory).perform();
  }

  @Override
  public Clashing predict(Prediction prediction) {
    return new Predictor(git, trials).predict(prediction);
  }

  @Override
  public ResolutionReading readResolution(
      Work work, Conflict conflict, TreeState state, @Nullable ResolverScope scope) {
    ResolverScope allowed = scope == null ? ResolverScope.CONFLICT : scope;
    return new Resolutions(git).read(conflict, state, allowed);
  }

  @Override
  public void remember(Work work, List<Resolution> resolutions) {
    memory.remember(resolutions);
  }

  @Override
  public TreeState open(Work work, String commit) {
    Names.object(commit);
    endProcesses.accept(work);
    // A turn that could not be recorded may have left its work in it.
    return again() && worktrees.opened(work, commit)
        ? objects.state(commit)
        : worktrees.open(work, commit);
  }

  @Override
  public TreeState resume(Work work, String commit, TreeState from) {
    TreeState start = open(work, commit);
    worktrees.keep(work, from);
    return start;
  }

  @Override
  public Changes changes(Work work, String from, String to) {
    return objects.changes(from, to);
  }

  private static boolean again() {
    try {
      return StepInfo.current().attempt() > 1;
    } catch (IllegalStateException outsideOfAStep) {
      return false;
    }
  }

  @Override
  public String commit(Commit commit) {
    Work work = commit.work();
    String effect = work.effect("commit");
    Optional<String> done =
        branches.get(work.run(), commit.branch()).filter(tip -> local.effect(tip).equals(effect));
    return done.orElseGet(() -> committed(commit, effect));
  }

  private String committed(Commit commit, String effect) {
    TreeState state = commit.state();
    String parent = objects.ancestor(commit.start(), state.head()) ? state.head() : commit.start();
    String task = plans.task(commit.plan(), commit.work().unit());
    String message = CommitMessage.ofUnit(commit.work(), task, effect);
    String made =
        sign
            ? objects.signed(state.tree(), List.of(parent), message, identity.get().missing())
            : objects.commit(NewCommit.now(identity.get(), message), state.tree(), parent);
    branches.point(commit.work().run(), commit.branch(), made, commit.replaces());
    return made;
  }

  @Override
  public void publish(Work work, String branch, String commit, @Nullable String replaces) {
    branches.point(work.run(), branch, commit, replaces);
  }

  @Override
  public @Nullable TreeState record(Work work) {
    if (!worktrees.stands(work)) {
      return null;
    }
    endProcesses.accept(work);
    return Heartbeat.during(() -> worktrees.record(work)).state();
  }

  @Override
  public void close(Work work) {
    if (work.unit().equals(Work.CLEAN)) {
      cleanCheckouts.remove(work);
      return;
    }
    endProcesses.accept(work);
    worktrees.close(work);
  }

  @Override
  public void tidy(Work work) {
    try {
      cleanCheckouts.remove(work);
      worktrees.tidy(work.run());
    } catch (UnusableException e) {
      // All work is done: what cannot be removed now must not keep the run from ending.
      throw new StepFailedException(e.failure(), e);
    }
  }
}
