/** Tests of the command line: whole commands in this process, with real repositories and agents. */
@NullMarked
package dev.aidp.cli;

import org.jspecify.annotations.NullMarked;
