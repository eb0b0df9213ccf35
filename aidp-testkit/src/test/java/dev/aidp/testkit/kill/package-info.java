/**
 * Processes that are killed, and what is promised then: {@link dev.aidp.testkit.kill.KillSuite} is
 * the entry. May use the test kit and the façade.
 */
@NullMarked
package dev.aidp.testkit.kill;

import org.jspecify.annotations.NullMarked;
