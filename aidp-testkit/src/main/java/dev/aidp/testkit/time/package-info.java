/**
 * Time for tests that need not wait: {@link dev.aidp.testkit.time.PassingTime} for the native
 * engine. For Temporal's server in memory see {@link
 * dev.aidp.testkit.temporal.InMemoryServer#pass}.
 */
@NullMarked
package dev.aidp.testkit.time;

import org.jspecify.annotations.NullMarked;
