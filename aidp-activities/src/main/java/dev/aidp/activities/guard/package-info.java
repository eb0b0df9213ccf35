/**
 * Judges what a unit has changed by the guards of its run. {@link
 * dev.aidp.activities.guard.GuardCheck} reads the difference from git, bounded however large it is;
 * what it means is decided by values alone.
 */
@NullMarked
package dev.aidp.activities.guard;

import org.jspecify.annotations.NullMarked;
