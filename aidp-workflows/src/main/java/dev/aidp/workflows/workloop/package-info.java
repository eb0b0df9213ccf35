/**
 * One unit until it is done. Start at {@link dev.aidp.workflows.workloop.UnitRun}, the story; the
 * rules are in {@link dev.aidp.workflows.workloop.LoopTable}, {@link
 * dev.aidp.workflows.workloop.LoopProgress}, {@link dev.aidp.workflows.workloop.UnmetCriteria} and
 * {@link dev.aidp.workflows.workloop.AttemptPolicy}, all pure. May use turns, joins and steering;
 * knows nothing of features.
 */
@NullMarked
package dev.aidp.workflows.workloop;

import org.jspecify.annotations.NullMarked;
