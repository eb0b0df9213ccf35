/**
 * The commands, a class each. {@link dev.aidp.cli.command.AidpCommand} is the root that lists them;
 * {@link dev.aidp.cli.command.BaseCommand} is what all share; {@link
 * dev.aidp.cli.command.Foreground} owns a run until it has ended. May use all other packages of the
 * command line, and of aidp only the façade.
 */
@NullMarked
package dev.aidp.cli.command;

import org.jspecify.annotations.NullMarked;
