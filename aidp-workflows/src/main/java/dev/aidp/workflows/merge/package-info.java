/**
 * Finished units into one green branch. Start at {@link
 * dev.aidp.workflows.merge.MergeAtomicUnitsWorkflowImpl}; {@link
 * dev.aidp.workflows.merge.MergeOrder}, {@link dev.aidp.workflows.merge.MergeProgress} and {@link
 * dev.aidp.workflows.merge.MergeVerdict} decide and are pure. May use joins and steering; knows
 * nothing of features.
 */
@NullMarked
package dev.aidp.workflows.merge;

import org.jspecify.annotations.NullMarked;
