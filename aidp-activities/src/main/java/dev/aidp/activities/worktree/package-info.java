/**
 * What a working copy needs before an agent or a check can work in it: {@link
 * dev.aidp.activities.worktree.Preparation}.
 */
@NullMarked
package dev.aidp.activities.worktree;

import org.jspecify.annotations.NullMarked;
