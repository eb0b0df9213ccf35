package dev.aidp.git;

/**
 * The state of a worktree that is recorded, and that it can be put back to.
 *
 * @param tree the git tree of all files that are not ignored
 * @param head the commit it stands on; an agent may have committed
 */
public record TreeState(String tree, String head) {}
