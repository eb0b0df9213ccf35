/**
 * A real Temporal server for tests: {@link dev.aidp.testkit.temporal.DevServer}. May use JUnit and
 * Temporal's client; knows nothing of Aidp.
 */
@NullMarked
package dev.aidp.testkit.temporal;

import org.jspecify.annotations.NullMarked;
