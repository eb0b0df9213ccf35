package dev.aidp.activities.git;

import dev.aidp.activities.layout.Layout;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The worktrees of units: made, recorded, put back and removed. Whoever calls it has ended the
 * processes that an earlier start left in the worktree. Safe for use by many threads and processes,
 * each with another worktree.
 */
public final class Worktrees {

  private final Layout layout;

  /** Makes one for the repository of {@code layout}. */
  public Worktrees(Layout layout) {
    this.layout = layout;
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
    throw new UnsupportedOperationException();
  }

  /**
   * Puts files, index and HEAD back to exactly {@code state}; ignored files stay. Repairs or makes
   * the worktree where an agent or a crash has broken it.
   */
  public void restore(Work work, TreeState state) {
    throw new UnsupportedOperationException();
  }

  /** Records what is in the worktree, so that it can be put back to it however much later. */
  public TreeState record(Work work) {
    throw new UnsupportedOperationException();
  }

  /** Returns the tree that is in the worktree now; nothing is changed by asking. */
  public String tree(Work work) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the paths that differ between two commits or trees, in git's order; a rename counts as
   * both its paths.
   */
  public List<String> changed(String from, String to) {
    throw new UnsupportedOperationException();
  }

  /** Removes the worktree; calling it again does nothing. */
  public void close(Work work) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns what a process in the worktree must have in its environment, so that its git finds no
   * other repository and waits for nobody. The caller removes the inherited git variables first, by
   * {@link dev.aidp.activities.git.cli.Environment#cleanse}.
   */
  public Map<String, String> environment(Work work) {
    throw new UnsupportedOperationException();
  }
}
