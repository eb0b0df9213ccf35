/**
 * The git command line behind one class, {@link dev.aidp.activities.git.cli.Git}: how git is
 * called, never what for. Uses failures and the step's beat only.
 */
@NullMarked
package dev.aidp.activities.git.cli;

import org.jspecify.annotations.NullMarked;
