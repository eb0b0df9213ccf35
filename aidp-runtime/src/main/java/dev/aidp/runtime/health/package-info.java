/**
 * Where what is known of providers is kept for several hosts: {@link
 * dev.aidp.runtime.health.ServiceHealth} asks a workflow on the service, {@link
 * dev.aidp.runtime.health.ProvidersWorkflow}. What follows from it is decided in {@code
 * dev.aidp.activities.health}.
 */
@NullMarked
package dev.aidp.runtime.health;

import org.jspecify.annotations.NullMarked;
