/**
 * A feature split into units. {@link dev.aidp.plan.Plan} is what a person writes, {@link
 * dev.aidp.plan.PlanGraph} is what workflows schedule; the text stays in the artifact store and is
 * read by {@link dev.aidp.plan.PlanActivities}.
 */
@NullMarked
package dev.aidp.plan;

import org.jspecify.annotations.NullMarked;
