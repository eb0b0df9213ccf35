/**
 * Where things live: the state folder {@code .aidp} at the top of the main worktree. {@link
 * dev.aidp.activities.layout.Layout} is all of it. May use the git command line, to find that top.
 */
@NullMarked
package dev.aidp.activities.layout;

import org.jspecify.annotations.NullMarked;
