/**
 * Questions to a plan's graph: {@link dev.aidp.workflows.plan.UnitGraph}. Pure; used by the
 * feature's schedule and by the merge's order.
 */
@NullMarked
package dev.aidp.workflows.plan;

import org.jspecify.annotations.NullMarked;
