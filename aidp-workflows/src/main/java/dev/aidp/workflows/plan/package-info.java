/**
 * Questions to a plan's graph: {@link dev.aidp.workflows.plan.UnitGraph}, used by the feature's
 * schedule and by the merge's order; and how a plan looks: {@link
 * dev.aidp.workflows.plan.PlanDrawing}. Pure.
 */
@NullMarked
package dev.aidp.workflows.plan;

import org.jspecify.annotations.NullMarked;
