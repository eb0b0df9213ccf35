package dev.aidp.activities.git;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Environment;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.agent.TurnFindings;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.Conflict;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The working copies of units: made, recorded, put back and removed. Each has a repository of its
 * own, which borrows the user's objects: what is done in it by git does not reach the user's.
 * Whoever calls it has ended the processes that an earlier start left in the worktree. Safe for use
 * by many threads and processes, each with another worktree.
 */
public final class Worktrees {

  private final Layout layout;
  private final Git git;
  private final Objects objects;
  private final Snapshots snapshots;
  private final Supplier<ImmutableMap<String, String>> identity;
  private final Supplier<Optional<Sparse>> sparse;

  /** Worktrees that nobody has used since they were opened. */
  private final JustNow unused = new JustNow(Duration.ofSeconds(5));

  /** Worktrees in which nothing has run since they were recorded as they are. */
  private final JustNow recorded = new JustNow(Duration.ofSeconds(1));

  /** Makes one for the repository of {@code layout}, with all of the tree in every worktree. */
  public Worktrees(Layout layout) {
    this(layout, false);
  }

  /** Likewise, if {@code sparse} with only that part of the tree that the user has checked out. */
  public Worktrees(Layout layout, boolean sparse) {
    this.layout = layout;
    this.sparse = Suppliers.memoize(() -> sparse ? Sparse.of(layout.gitDir()) : Optional.empty());
    this.git = Git.in(layout.gitDir());
    this.objects = new Objects(git);
    this.snapshots = new Snapshots(git);
    this.identity = Suppliers.memoize(() -> Identity.of(git).missing());
  }

  /** Returns where the worktree of {@code work} is or will be. */
  public Path path(Work work) {
    return layout.worktree(work);
  }

  /**
   * Makes the worktree, or takes the one that is there, as new at {@code commit}, with empty
   * folders in and out.
   */
  public TreeState open(Work work, String commit) {
    TreeState state = objects.state(commit);
    snapshots.begin(work, commit);
    checkout(work).open(state);
    Removal.of(layout.io(work));
    makeFolders(work);
    checkout(work).opened(whose(work, commit));
    unused.is(path(work), state);
    return state;
  }

  /** Keeps a state that work goes on from, as if it had been recorded here. */
  void keep(Work work, TreeState state) {
    snapshots.record(work, state.tree(), state.head());
  }

  /** Returns whether it was opened for this attempt at {@code commit}, and is there still. */
  boolean opened(Work work, String commit) {
    return stands(work) && checkout(work).openedFor(whose(work, commit));
  }

  private static String whose(Work work, String commit) {
    return "%d %d %s".formatted(work.generation(), work.attempt(), commit);
  }

  /**
   * Puts files, index and HEAD back to exactly {@code state}; ignored files stay. Repairs or makes
   * the worktree where an agent or a crash has broken it.
   */
  public void restore(Work work, TreeState state) {
    put(work, state, false);
  }

  /** Like {@link #restore}, but trusts what was recorded just now if nothing has run since. */
  public void ready(Work work, TreeState state) {
    put(work, state, recorded.was(path(work), state));
  }

  private void put(Work work, TreeState state, boolean known) {
    checkout(work).restore(state, known);
    makeFolders(work);
  }

  /**
   * Says what Aidp has brought into the worktree besides its tree, as paths from the top: that
   * stays there when it is put back, and is never recorded.
   */
  public void bring(Work work, Collection<String> paths) {
    checkout(work).bring(paths);
  }

  /**
   * Puts it to exactly {@code state} with nothing else in it, but for what {@code kept} names: a
   * clean checkout.
   *
   * @param kept patterns of ignored files that may stay, as in an exclude file
   */
  public void clear(Work work, TreeState state, Collection<String> kept) {
    checkout(work).clear(state, kept);
    makeFolders(work);
  }

  /**
   * Puts it back as {@link #restore} does, for {@code turn} to begin; if that turn was begun before
   * and lost, what it had added to the ignored files goes too.
   *
   * @param turn what names this turn and no other
   * @param conflict what the turn shall settle, which lies open in the worktree then, or null
   */
  public void begin(Work work, TreeState state, String turn, @Nullable Conflict conflict) {
    boolean opened = unused.was(path(work), state);
    Checkout checkout = checkout(work);
    if (opened && conflict == null) {
      checkout.ignored().keepNone(turn);
      return;
    }
    restore(work, state);
    Ignored ignored = checkout.ignored();
    ignored.undo(turn);
    ignored.keep(turn);
    if (conflict != null) {
      checkout.conflict().lay(conflict);
    }
  }

  /** Puts it back to where {@code turn} began, with the ignored files that it has added removed. */
  public void undo(Work work, TreeState state, String turn) {
    restore(work, state);
    checkout(work).ignored().undo(turn);
  }

  /**
   * What was recorded.
   *
   * @param state so that the worktree can be put back to it, however much later
   * @param findings what cannot be kept of it, and what a person should know
   */
  public record Recorded(TreeState state, TurnFindings findings) {}

  /**
   * Records what is in the worktree. Its head is the agent's commit if that builds on where the
   * worktree was put back to, else that.
   */
  public Recorded record(Work work) {
    try {
      return recorded(work);
    } catch (StepFailedException e) {
      // A collection of garbage by hand may have taken what was staged and not yet recorded.
      checkout(work).forgetIndex();
      return recorded(work);
    }
  }

  private Recorded recorded(Work work) {
    Checkout checkout = checkout(work);
    String start =
        objects
            .resolve(Snapshots.origin(work))
            .get(0)
            .or(checkout::head)
            .orElseThrow(() -> new IllegalStateException("Never opened: " + path(work)));
    Recording recording = checkout.record(start);
    String head =
        checkout.unmovedHead().orElseGet(() -> checkout.takeHead(start, Snapshots.head(work)));
    snapshots.record(work, recording.tree(), head);
    TreeState state = new TreeState(recording.tree(), head);
    if (recording.whole()) {
      recorded.is(path(work), state);
    }
    return new Recorded(state, new TurnFindings(recording.faults(), recording.warnings()));
  }

  /**
   * Returns the tree that is in the worktree now; a repository inside it becomes a plain folder.
   */
  public String tree(Work work) {
    return checkout(work).treeAside(Snapshots.origin(work));
  }

  /** Returns whether the worktree's folder is still where it was put. */
  public boolean stands(Work work) {
    return Files.isDirectory(path(work), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Returns the paths that differ between two commits or trees, in git's order; a rename counts as
   * both its paths.
   */
  public List<String> changed(String from, String to) {
    return ImmutableList.copyOf(objects.changed(from, to));
  }

  /**
   * Returns what differs between two commits or trees as a patch, or nothing where that is too
   * large to be looked at.
   */
  public Optional<String> patch(String from, String to) {
    try {
      return Optional.of(
          git.text("diff-tree", "-r", "-p", "--stat", "--no-ext-diff", "--no-textconv", from, to));
    } catch (StepFailedException e) {
      return Optional.empty();
    }
  }

  /** Removes the worktree and its folders in and out; calling it again does nothing. */
  public void close(Work work) {
    used(work);
    Removal.of(layout.io(work));
    Removal.of(path(work));
    Removal.of(layout.worktreeState(work));
  }

  /**
   * Removes what is left of a run, but for the states of its units: its other snapshots, and its
   * folders as far as they are empty.
   */
  void tidy(String run) {
    snapshots.thin(run);
    Removal.of(layout.sessions(run));
    Removal.ofEmpty(layout.worktrees(run));
    Removal.ofEmpty(layout.worktreeStates(run));
    Removal.ofEmpty(layout.io(run));
    Removal.of(layout.verdicts(run));
  }

  /**
   * Returns what a process in the worktree must have in its environment, so that its git finds no
   * other repository, waits for nobody and can commit. The caller removes the inherited git
   * variables first, by {@link Environment#cleanse}.
   */
  public Map<String, String> environment(Work work) {
    used(work);
    return ImmutableMap.<String, String>builder()
        .putAll(Environment.UNATTENDED)
        .putAll(identity.get())
        .put("GIT_CEILING_DIRECTORIES", layout.worktrees(work.run()).toString())
        .buildOrThrow();
  }

  private Checkout checkout(Work work) {
    used(work);
    return new Checkout(
        layout.gitDir(),
        SubmoduleCopies.of(layout),
        path(work),
        layout.worktreeState(work),
        sparse.get().orElse(null));
  }

  private void used(Work work) {
    unused.over(path(work));
    recorded.over(path(work));
  }

  /** Makes the folders in and out of {@code work}. */
  public void makeFolders(Work work) {
    for (String name : List.of("in", "out")) {
      Path folder = layout.io(work).resolve(name);
      try {
        PrivateFiles.folder(folder);
      } catch (IOException e) {
        throw Storage.failed("The folder " + folder + " cannot be made", e);
      }
    }
  }
}
