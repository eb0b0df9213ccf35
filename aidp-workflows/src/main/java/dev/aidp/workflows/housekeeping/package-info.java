/**
 * Clearing away what a run no longer needs: {@link dev.aidp.workflows.housekeeping.Housekeeping}.
 * Used by whoever has opened a worktree; uses the port and the git steps only.
 */
@NullMarked
package dev.aidp.workflows.housekeeping;

import org.jspecify.annotations.NullMarked;
