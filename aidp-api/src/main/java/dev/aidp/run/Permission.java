package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** What an agent may do without being asked, as far as its program can tell. */
public enum Permission implements WireNamed {
  /** Read and answer; change nothing. */
  PLAN,
  /** Change files in its worktree and run what its program allows by itself. */
  EDIT,
  /** Anything, without its program's own guards; only by the user's word. */
  FULL
}
