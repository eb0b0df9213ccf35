package dev.aidp.git;

import dev.aidp.run.Names;

/**
 * The state of a worktree that is recorded, and that it can be put back to.
 *
 * @param tree the git tree of all files that are not ignored; empty where only the head matters, or
 *     where the worktree does not stand yet
 * @param head the commit it stands on; an agent may have committed
 */
public record TreeState(String tree, String head) {

  /** Refuses names that are none. */
  public TreeState {
    if (!tree.isEmpty()) {
      Names.object(tree);
    }
    Names.object(head);
  }

  /** Returns the state of a worktree that will be made at {@code commit}. */
  public static TreeState unopened(String commit) {
    return new TreeState("", commit);
  }

  /** Returns whether the worktree does not stand yet. */
  public boolean unopened() {
    return tree.isEmpty();
  }
}
