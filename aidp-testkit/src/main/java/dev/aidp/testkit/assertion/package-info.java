/**
 * Assertions of AssertJ for runs: start at {@link dev.aidp.testkit.assertion.AidpAssertions}. What
 * they look at is a {@link dev.aidp.testkit.assertion.PlayedRun}; it knows nothing of engines.
 */
@NullMarked
package dev.aidp.testkit.assertion;

import org.jspecify.annotations.NullMarked;
