package dev.aidp.workloop;

import dev.aidp.git.TreeState;
import org.jspecify.annotations.Nullable;

/**
 * What a unit left that was told to end in its work.
 *
 * @param state what its worktree held, or null if it had none
 * @param patch what that had changed, in the artifact store; or null if nothing was, or it cannot
 *     be told
 * @param left why its worktree could not be removed, or null
 */
public record LeftWork(@Nullable TreeState state, @Nullable String patch, @Nullable String left) {}
