package dev.aidp.activities.git;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Environment;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The worktrees of units: made, recorded, put back and removed. Whoever calls it has ended the
 * processes that an earlier start left in the worktree. Safe for use by many threads and processes,
 * each with another worktree.
 */
public final class Worktrees {

  private final Layout layout;
  private final Git git;
  private final Objects objects;
  private final Snapshots snapshots;
  private final RepositoryLock lock;
  private final Supplier<ImmutableMap<String, String>> identity;

  /** Makes one for the repository of {@code layout}. */
  public Worktrees(Layout layout) {
    this.layout = layout;
    this.git = Git.in(layout.gitDir());
    this.objects = new Objects(git);
    this.snapshots = new Snapshots(git);
    this.lock = new RepositoryLock(layout.stateDir().resolve("worktrees.lock"));
    this.identity = Suppliers.memoize(() -> Identity.missing(git));
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
    Checkout checkout = checkout(work, commit);
    checkout.restore(state);
    checkout.removeIgnored();
    Removal.of(layout.io(work));
    makeFolders(layout.io(work).resolve("in"), layout.io(work).resolve("out"));
    return state;
  }

  /**
   * Puts files, index and HEAD back to exactly {@code state}; ignored files stay. Repairs or makes
   * the worktree where an agent or a crash has broken it.
   */
  public void restore(Work work, TreeState state) {
    checkout(work, state.head()).restore(state);
    makeFolders(layout.io(work).resolve("in"), layout.io(work).resolve("out"));
  }

  /**
   * Puts it back as {@link #restore} does, for {@code turn} to begin; if that turn was begun before
   * and lost, what it had added to the ignored files goes too.
   *
   * @param turn what names this turn and no other
   */
  public void begin(Work work, TreeState state, String turn) {
    restore(work, state);
    Ignored ignored = checkout(work, state.head()).ignored();
    ignored.undo(turn);
    ignored.keep(turn);
  }

  /** Puts it back to where {@code turn} began, with the ignored files that it has added removed. */
  public void undo(Work work, TreeState state, String turn) {
    restore(work, state);
    checkout(work, state.head()).ignored().undo(turn);
  }

  /**
   * Records what is in the worktree, so that it can be put back to it however much later. Its head
   * is the agent's commit if that builds on where the worktree was put back to, else that.
   */
  public TreeState record(Work work) {
    List<Optional<String>> origin = objects.resolve(Snapshots.origin(work));
    String start =
        origin.get(0).orElseThrow(() -> new IllegalStateException("Never opened: " + path(work)));
    Checkout checkout = new Checkout(registered(work, start), Snapshots.origin(work));
    String tree = checkout.tree();
    String head = checkout.detach(start);
    snapshots.record(work, tree, head);
    return new TreeState(tree, head);
  }

  /**
   * Returns the tree that is in the worktree now; a repository inside it becomes a plain folder.
   */
  public String tree(Work work) {
    return new Checkout(registered(work, "HEAD"), Snapshots.origin(work)).treeAside();
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
    Path path = path(work);
    Removal.of(layout.io(work));
    Removal.of(path.resolveSibling(path.getFileName() + ".aside"));
    // The files first: a kill in between leaves a registration, by which open finds and repairs it.
    Removal.of(path);
    unregister(path);
  }

  /** Removes what is left of a run: its snapshots, and its folders as far as they are empty. */
  void tidy(String run) {
    snapshots.forget(run);
    Removal.of(layout.sessions(run));
    Removal.ofEmpty(layout.worktrees(run));
    Removal.ofEmpty(layout.io(run));
    Removal.of(layout.verdicts(run));
  }

  /**
   * Returns what a process in the worktree must have in its environment, so that its git finds no
   * other repository, waits for nobody and can commit. The caller removes the inherited git
   * variables first, by {@link Environment#cleanse}.
   */
  public Map<String, String> environment(Work work) {
    return ImmutableMap.<String, String>builder()
        .putAll(Environment.UNATTENDED)
        .putAll(identity.get())
        .put("GIT_CEILING_DIRECTORIES", layout.worktrees(work.run()).toString())
        .buildOrThrow();
  }

  private Checkout checkout(Work work, String commit) {
    Path path = path(work);
    Registration found =
        Registration.of(layout.gitDir(), path)
            .filter(Registration::whole)
            .orElseGet(() -> make(work, commit));
    found.repair();
    return new Checkout(found, Snapshots.origin(work));
  }

  /** Registers the worktree anew where that was broken; its files stay as they are. */
  private Registration registered(Work work, String commit) {
    Path path = path(work);
    Path aside = path.resolveSibling(path.getFileName() + ".aside");
    Registration found =
        Registration.of(layout.gitDir(), path)
            .filter(Registration::whole)
            .orElseGet(
                () -> {
                  Removal.of(aside);
                  move(path, aside);
                  Registration made = make(work, commit);
                  Removal.of(path);
                  move(aside, path);
                  return made;
                });
    found.repair();
    return found;
  }

  private Registration make(Work work, String commit) {
    Path path = path(work);
    return lock.holding(
        () -> {
          Registration.of(layout.gitDir(), path).ifPresent(half -> Removal.of(half.folder()));
          Removal.of(path);
          makeFolders(layout.worktrees(work.run()));
          git.done(
              "worktree", "add", "--lock", "--detach", "--no-checkout", path.toString(), commit);
          Registration made =
              Registration.of(layout.gitDir(), path)
                  .orElseThrow(() -> new IllegalStateException("git made no worktree at " + path));
          made.checkOutAll();
          return made;
        });
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw Storage.failed("The folder " + from + " cannot be moved to " + to, e);
    }
  }

  private void unregister(Path path) {
    lock.holding(
        () -> {
          Registration.of(layout.gitDir(), path).ifPresent(found -> Removal.of(found.folder()));
          // As git does after the last one.
          Removal.ofEmpty(layout.gitDir().resolve("worktrees"));
          return path;
        });
  }

  private static void makeFolders(Path... folders) {
    for (Path folder : folders) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw Storage.failed("The folder " + folder + " cannot be made", e);
      }
    }
  }
}
