/**
 * Clones of repositories that a worker has no clone of. Start at {@link
 * dev.aidp.activities.clone.CloneCache}. May use git's command line; knows no layout and no run.
 */
@NullMarked
package dev.aidp.activities.clone;

import org.jspecify.annotations.NullMarked;
