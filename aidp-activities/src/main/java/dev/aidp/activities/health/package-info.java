/**
 * What is known of the providers, for all runs and processes of a repository: who is limited until
 * when, and whose circuit breaker is open. Start at {@link
 * dev.aidp.activities.health.CircuitBreakingAgent}; {@link dev.aidp.activities.health.Breaker} and
 * {@link dev.aidp.activities.health.Health} decide and are pure, a {@link
 * dev.aidp.activities.health.ProviderHealth} keeps: {@link dev.aidp.activities.health.HealthStore}
 * on one host. May use the repository's lock; knows no provider.
 */
@NullMarked
package dev.aidp.activities.health;

import org.jspecify.annotations.NullMarked;
