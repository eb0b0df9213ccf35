/** The checks of a tree as one step: {@link dev.aidp.command.CommandActivities}. */
@NullMarked
package dev.aidp.command;

import org.jspecify.annotations.NullMarked;
