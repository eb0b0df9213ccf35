/**
 * When units start that share what there is little of: {@link
 * dev.aidp.workflows.schedule.Dispatcher} decides it at each event of a run, {@link
 * dev.aidp.workflows.schedule.Simulation} asks it in virtual time. Pure, and the same on every
 * replay: whatever is searched for is bounded by counts and seeded.
 */
@NullMarked
package dev.aidp.workflows.schedule;

import org.jspecify.annotations.NullMarked;
