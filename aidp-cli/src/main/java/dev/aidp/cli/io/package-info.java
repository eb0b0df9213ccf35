/**
 * What surrounds a command: {@link dev.aidp.cli.io.Shell} holds streams, environment and place;
 * {@link dev.aidp.cli.io.Errors} is the one map from exceptions to exit codes and messages. Knows
 * no command.
 */
@NullMarked
package dev.aidp.cli.io;

import org.jspecify.annotations.NullMarked;
