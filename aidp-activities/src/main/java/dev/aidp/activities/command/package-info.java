/**
 * The checks of a tree. Start at {@link dev.aidp.activities.command.CommandActivitiesImpl}; what an
 * agent is shown of a failed one is decided by {@link dev.aidp.activities.command.OutputDigest},
 * which is pure. May use processes, worktrees, the artifact store and an agent's environment.
 */
@NullMarked
package dev.aidp.activities.command;

import org.jspecify.annotations.NullMarked;
