/**
 * Programs that are killed as processes, as {@code kill -9} does: {@link
 * dev.aidp.testkit.crash.KilledProgram}.
 */
@NullMarked
package dev.aidp.testkit.crash;

import org.jspecify.annotations.NullMarked;
