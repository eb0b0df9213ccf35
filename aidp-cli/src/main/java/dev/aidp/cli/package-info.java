/**
 * The {@code aidp} command. {@link dev.aidp.cli.Main} is the entry; the commands are in {@code
 * command}, what they print is made in {@code show} and {@code progress}, and {@code io} is the
 * world around: streams, exit codes, errors, signals.
 */
@NullMarked
package dev.aidp.cli;

import org.jspecify.annotations.NullMarked;
