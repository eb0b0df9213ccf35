/**
 * Agents' programs for tests: {@link dev.aidp.testkit.provider.StandIn} is an executable that
 * imitates one of them, {@link dev.aidp.testkit.provider.Play} is what it does in a turn, {@link
 * dev.aidp.testkit.provider.ProviderContract} is what every adapter must pass, {@link
 * dev.aidp.testkit.provider.Cassette} records a real one and plays it again.
 */
@NullMarked
package dev.aidp.testkit.provider;

import org.jspecify.annotations.NullMarked;
