/**
 * Joining units, with the resolver's help: {@link dev.aidp.workflows.join.Joiner}. A unit joins its
 * dependencies with it, the merge all units. May use turns and steering.
 */
@NullMarked
package dev.aidp.workflows.join;

import org.jspecify.annotations.NullMarked;
