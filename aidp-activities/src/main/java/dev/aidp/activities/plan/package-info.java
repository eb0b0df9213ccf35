/**
 * Plans as people and planners write them: {@link dev.aidp.activities.plan.PlanReader} checks a
 * text and finds all its faults, {@link dev.aidp.activities.plan.PlanTexts} gives what a unit's
 * steps need of a stored plan. May use {@code yaml} and artifacts.
 */
@NullMarked
package dev.aidp.activities.plan;

import org.jspecify.annotations.NullMarked;
