/**
 * What is done to the repository. {@link dev.aidp.activities.git.GitActivitiesImpl} performs the
 * git steps, {@link dev.aidp.activities.git.Worktrees} makes, records and puts back the worktree of
 * a unit for whoever runs processes in it, {@link dev.aidp.activities.git.Repository} answers what
 * a person named. The user's checkout, index, branch and stash are never touched. May use the
 * layout and the git command line.
 */
@NullMarked
package dev.aidp.activities.git;

import org.jspecify.annotations.NullMarked;
