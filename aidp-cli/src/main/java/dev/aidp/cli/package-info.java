/** The aidp command. */
@NullMarked
package dev.aidp.cli;

import org.jspecify.annotations.NullMarked;
